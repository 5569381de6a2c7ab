import type { Call } from "#domain/calls";

export type TranscriptEntry = Call["transcript"][number];
