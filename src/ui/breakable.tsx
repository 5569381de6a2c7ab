import { Fragment } from "react";

/** After the line of a name_with_parts, and before a slash between the parts of an address. */
const breaks = /(?<=_)(?=.)|(?<=[^/])(?=\/[^/])/;

/** A long name or address, which breaks between its parts. */
export function Breakable({ text }: { text: string }) {
  return text.split(breaks).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places.
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}
