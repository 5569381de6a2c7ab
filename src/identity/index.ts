export { carriesSession, createKey, type KeyVerdict, presentedKey, verifyKey } from "./api-keys.ts";
export { KEY_LASTS_DAYS_MAX, KEY_NAME_LENGTH_MAX, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "./auth.ts";
export { ensureFirstAdmin } from "./first-admin.ts";
export { giveNewPassword } from "./new-password.ts";
export { createPerson, endSessions } from "./new-person.ts";
export { CLIENT_IP_HEADER, findSignedIn, handleAuthRequest, type SignedIn } from "./signed-in.ts";
