export { isTimeZone } from "./calendar-day.ts";
export type { Call, CallListItem, CallStatus, DialState } from "./call.ts";
export { demandCallFields } from "./call-fields.ts";
export { demandFilters, filterNames, readCallFilters } from "./call-filters.ts";
export { isCallId } from "./call-id.ts";
export {
  type CallOrder,
  demandCallOrder,
  NEWEST_FIRST,
  readCallOrder,
  unknownOrderWords,
} from "./call-order.ts";
export type { LocalTime } from "./calling-hours.ts";
export { type CancelledCall, cancelCall } from "./cancel-call.ts";
export { carryOutStops } from "./carry-out-stops.ts";
export type { FieldChange } from "./changes.ts";
export { checkCalls } from "./check-calls.ts";
export { countBriefly, countTotal } from "./count-briefly.ts";
export { countCalls } from "./count-calls.ts";
export { countUndecided } from "./count-undecided.ts";
export { declareNotPlaced } from "./declare-not-placed.ts";
export { type Callee, type CalleeCall, describeCallee } from "./describe-callee.ts";
export { describeLines } from "./describe-lines.ts";
export { releaseDials } from "./dial-attempt.ts";
export { dialCall } from "./dial-call.ts";
export { DIAL_CHANNEL } from "./dial-notice.ts";
export { dialOnRequest } from "./dial-on-request.ts";
export { dialWaiting } from "./dial-waiting.ts";
export { doubtWaitingCalls, RESTORED, restorer } from "./doubt-waiting-calls.ts";
export { type CallExport, exportCalls } from "./export/export-calls.ts";
export type { ExportFormat } from "./export/file-formats.ts";
export type { Phase } from "./fold.ts";
export { getCall } from "./get-call.ts";
export { linkCall } from "./link-call.ts";
export { listCalls, listCallsById } from "./list-calls.ts";
export { listChanges } from "./list-changes.ts";
export { countLive, listLive, listLiveById } from "./list-live.ts";
export { listSeenFields, type SeenFields } from "./list-seen-fields.ts";
export { listSentLately, type SentCall } from "./list-sent-lately.ts";
export { listSimilarCalls } from "./list-similar-calls.ts";
export type { LiveCall, LiveCalls, LiveCounts } from "./live-call.ts";
export { type LookedAgain, lookAgain } from "./look-again.ts";
export { openRecording } from "./open-recording.ts";
export { readCallQuery } from "./read-call-query.ts";
export { type Recorded, recordObservations, type Sighting } from "./record-observations.ts";
export type { ReadingSource } from "./record-readings.ts";
export { refreshCall } from "./refresh-call.ts";
export { type RefreshedCalls, refreshCalls } from "./refresh-calls.ts";
export { requestCall } from "./request-call.ts";
export { completeSearch } from "./search/complete-search.ts";
export { type FieldChoice, type SearchField, searchFields } from "./search/fields.ts";
export type { SearchMistake } from "./search/mistake.ts";
export { searchFromFilters } from "./search/search-from-filters.ts";
export { type FoundCall, searchCalls } from "./search-calls.ts";
export { listSetAside, type SetAsideCall } from "./set-aside.ts";
export { recoverDials } from "./settle-dials.ts";
export { type StoppedCall, type StoppedCalls, stopCalls } from "./stop-calls.ts";
export { isStorable } from "./storable-text.ts";
export { LONGEST_CALL_MS, RECENT_MS, syncCalls } from "./sync-calls.ts";
export { syncUnstartedCalls } from "./sync-unstarted-calls.ts";
export { rateWords, type WaitReason } from "./waiting.ts";
export { type WatchedCall, watchCall } from "./watch-call.ts";
