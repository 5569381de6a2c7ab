export { ensureFirstAdmin } from "./first-admin.ts";
export { CLIENT_IP_HEADER, findSignedIn, handleAuthRequest, type SignedIn } from "./signed-in.ts";
