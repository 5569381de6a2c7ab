/** What somebody asks of the history: a search as it is typed, and an order. */
export interface Question {
  name: string;
  search: string;
  sort?: string;
}

const filter = (name: string, search: string): Question => ({ name, search });

/**
 * The first page, each filter, some of them together, and each order. Common values, rare ones, opposites, and two that
 * are common each and never meet. `newest` is the last day that has calls, so that days are found whenever they were planted.
 */
export function questionsFor(newest: Date): Question[] {
  const [day, month] = [isoDay(newest, 1), isoDay(newest, 40)];
  return [
    filter("all", ""),
    filter("status, common", "status:completed"),
    filter("status, rare", "status:cancelled"),
    filter("agent", 'agent:"Billing follow-up"'),
    filter("direction", "direction:inbound"),
    filter("number's beginning", "to:+1423"),
    filter("whole number", "to:+14235550142"),
    filter("a day", `started:${day}`),
    filter("days", `started:${month}..${day}`),
    filter("duration, common", "duration:>2m"),
    filter("duration, rare", "duration:>9m"),
    filter("cost", "cost:>1"),
    filter("variable, common", 'var.clinic_name:"Lakeside North"'),
    filter("variable, rare", "var.patient_id:P-006575"),
    filter("analysis, common", "analysis.needs_follow_up:false"),
    filter("analysis, rare", "analysis.days_left:0"),
    filter("outcome", "outcome:yes"),
    filter("reason, rare", "reason:error_asr"),
    filter("sentiment", "sentiment:negative"),
    filter("voicemail", "voicemail:yes"),
    filter("type", "type:web"),
    filter("opposite", "-direction:outbound"),
    filter("several", "status:completed direction:inbound sentiment:positive duration:>1m"),
    filter("common, never together", "status:failed duration:>2m"),
    filter("common, seldom together", "direction:inbound reason:voicemail_reached"),
    ...["started", "-duration", "duration", "-cost", "cost"].map((sort) => ({
      ...{ name: `order ${sort}`, search: "", sort },
    })),
  ];
}

function isoDay(from: Date, daysBack: number): string {
  return new Date(from.getTime() - daysBack * 24 * 3_600_000).toISOString().slice(0, 10);
}
