/**
 * How Node runs the web server and the worker. What is young is collected from 8 MB (a semi-space) instead of 16 on:
 * the start alone fills three of 16, and they are never given back, a quarter of an idle server's memory.
 */
export const nodeFlags: readonly string[] = ["--max-semi-space-size=8"];
