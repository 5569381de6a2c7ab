import { HelpLink } from "#ui/help-link.tsx";
import { Notice } from "#ui/notice.tsx";

/** Says what the workspace lacks, or why its lists may be old, before anybody fills in a form in vain. */
export function WorkspaceNotice(props: { notice: string | null; agents: number; numbers: number }) {
  if (props.notice) {
    return (
      <Notice tone="failure" role="status" title={props.notice}>
        The lists below are as Retell last gave them, and a call may be refused. Once Retell answers again,
        press “Refresh lists”; they are also read every five minutes.{" "}
        <HelpLink section="retell-refused-the-api-key" />
      </Notice>
    );
  }
  if (props.agents > 0 && props.numbers > 0) return null;
  const lacks = [props.agents === 0 && "no agent", props.numbers === 0 && "no phone number"]
    .filter(Boolean)
    .join(" and ");
  return (
    <Notice tone="caution" title={`Retell lists ${lacks} for this workspace.`}>
      Create what is missing in the Retell dashboard and press “Refresh lists”. If it is there already, check
      that RETELL_API_KEY belongs to that workspace.
    </Notice>
  );
}
