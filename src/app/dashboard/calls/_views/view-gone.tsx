import { Notice } from "#ui/notice.tsx";

export function ViewGone() {
  return (
    <Notice tone="caution" role="status" title="There is no such view">
      It was deleted, or its owner keeps it to themselves. What you see is what the address asks for without
      it.
    </Notice>
  );
}
