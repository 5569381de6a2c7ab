import type { WebhookAddress } from "#domain/webhooks";
import { Breakable } from "#ui/breakable.tsx";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { Ago } from "#ui/moment.tsx";
import { CheckButton } from "../../../_parts/check-button.tsx";

const sources = { APP_URL: "from APP_URL", browser: "the address your browser used" } as const;

/** Where Retell would deliver, and whether it can. */
export function AddressPanel(props: {
  addresses: WebhookAddress[];
  lastValidAt: string | null;
  simulated: boolean;
}) {
  const [best, ...others] = props.addresses;
  if (!best) return null;
  return (
    <Panel title="Where Retell delivers">
      <Facts>
        <Fact name="Webhook address" copy={best.url}>
          <Breakable text={best.url} />
          <span className="block text-xs text-ink-muted">{sources[best.source]}</span>
        </Fact>
        {others.map(({ url, source, obstacle }) => (
          <Fact key={url} name="Also possible" copy={url}>
            <Breakable text={url} />
            <span className="block text-xs text-ink-muted">{obstacle ?? sources[source]}</span>
          </Fact>
        ))}
        <Fact name="Can Retell reach it?">
          <Reach obstacle={best.obstacle} simulated={props.simulated} />
        </Fact>
        <Fact name="Last valid delivery">
          {props.lastValidAt ? <Ago at={props.lastValidAt} isStop /> : "None yet"}
        </Fact>
      </Facts>
      <CheckButton check="webhook" about="the webhook address" />
    </Panel>
  );
}

function Reach({ obstacle, simulated }: { obstacle: string | null; simulated: boolean }) {
  if (simulated)
    return "Yes: the simulated Retell runs on this machine. The real one would need a public address.";
  if (obstacle === null)
    return "By its looks, yes: it is public. Test it below; the proof is a delivery that came.";
  return (
    <>
      No. {obstacle} Set APP_URL to a public address, or open a tunnel and open this page through it.{" "}
      <HelpLink section="webhooks-do-not-arrive" />
    </>
  );
}
