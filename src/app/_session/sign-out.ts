/** Ends the session; false when the server could not be asked. A full page load follows, so that nothing of the person stays in memory. */
export async function signOut(): Promise<boolean> {
  try {
    const answer = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    if (!answer.ok && answer.status !== 401) return false;
  } catch {
    return false;
  }
  window.sessionStorage.clear();
  window.location.assign("/sign-in");
  return true;
}
