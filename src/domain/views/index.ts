export { changeView } from "./change-view.ts";
export { countViews } from "./count-views.ts";
export { deleteView, restoreView } from "./delete-view.ts";
export { findView, listViews } from "./list-views.ts";
export { saveView } from "./save-view.ts";
export type { SavedView, ViewContent, ViewCount } from "./view.ts";
