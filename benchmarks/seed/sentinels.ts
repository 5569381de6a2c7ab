/**
 * What is told of a call differs from call to call in these few places only. Stories carry them, and planting a call
 * puts its own in their stead: each as long as what replaces it, so that sizes that are told stay true.
 */
export const sentinels = {
  retellCallId: `call_${"5eed".repeat(6)}5ee`,
  carrierLeg: `CA${"5eed".repeat(8)}`,
  ourId: "5eed5eed-5eed-75ee-85ee-5eed5eed5eed",
  /** Of the person who is called, in either country that the pretend Retell calls. */
  american: "+15005550000",
  british: "+447000000000",
  patient: "P-000000",
  startedAt: 1_111_111_111_111,
} as const;
