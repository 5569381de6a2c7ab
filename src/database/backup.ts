export { BackupError } from "./backup-file.ts";
export { restoreBackup, settleRestored } from "./restore-backup.ts";
export { takeBackup } from "./take-backup.ts";
