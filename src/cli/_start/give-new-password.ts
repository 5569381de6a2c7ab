import { closePools } from "#database";
import { giveNewPassword } from "#identity";

// Run by set-password.ts in a process of its own, because settings are read once a process.
const [, , email = ""] = process.argv;
const password = await giveNewPassword(email);
await closePools();
if (password === null) {
  process.stderr.write(`Nobody here has the e-mail address ${email}.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`The new password of ${email} is ${password}\nEvery session of theirs has ended.\n`);
}
