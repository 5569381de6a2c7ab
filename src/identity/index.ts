export { ensureFirstAdmin } from "./first-admin.ts";
export { giveNewPassword } from "./new-password.ts";
export { CLIENT_IP_HEADER, findSignedIn, handleAuthRequest, type SignedIn } from "./signed-in.ts";
