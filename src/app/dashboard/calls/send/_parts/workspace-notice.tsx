import { Notice } from "#ui/notice.tsx";

/** Says what the workspace lacks, or why its lists may be old, before anybody fills in a form in vain. */
export function WorkspaceNotice(props: { notice: string | null; agents: number; numbers: number }) {
  if (props.notice) return <Notice tone="failure" role="status" title={props.notice} />;
  if (props.agents > 0 && props.numbers > 0) return null;
  const lacks = [props.agents === 0 && "no agent", props.numbers === 0 && "no phone number"]
    .filter(Boolean)
    .join(" and ");
  return (
    <Notice tone="caution" title={`Retell lists ${lacks} for this workspace.`}>
      Create what is missing in the Retell dashboard and reload this page. If it is there already, check that
      RETELL_API_KEY belongs to that workspace.
    </Notice>
  );
}
