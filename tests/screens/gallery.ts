import type { Shown } from "./shown.ts";

/** In what size and colours a page is pictured. */
export interface Sight {
  width: number;
  height: number;
  isTouch: boolean;
  scheme: "light" | "dark";
}

const desk = { width: 1440, height: 900, isTouch: false };
const phone = { width: 390, height: 844, isTouch: true };

export const sights: Sight[] = [desk, phone].flatMap((size) =>
  (["light", "dark"] as const).map((scheme) => ({ ...size, scheme })),
);

export function pictureOf({ file }: Shown, { width, scheme }: Pick<Sight, "width" | "scheme">): string {
  return `${file}-${width}-${scheme}.png`;
}

/** Those that the README and the guide show, by the names they have there. */
export const guidePictures: Record<string, string> = {
  "sign-in-1440-light.png": "sign-in.png",
  "calls-1440-light.png": "calls-light.png",
  "calls-1440-dark.png": "calls-dark.png",
  "calls-390-light.png": "calls-phone.png",
  "send-again-1440-light.png": "send-light.png",
  "call-ringing-1440-light.png": "call-ringing-light.png",
  "call-1440-light.png": "call-light.png",
};

/** The gallery's own page: a line for each page and state, with its four pictures. */
export function galleryPage(pages: Shown[]): string {
  const link = (shown: Shown, width: number, scheme: Sight["scheme"]) =>
    `[${scheme}](${pictureOf(shown, { width, scheme })})`;
  const line = (shown: Shown) => {
    const [onDesk, onPhone] = [desk, phone].map(
      ({ width }) => `${link(shown, width, "light")} · ${link(shown, width, "dark")}`,
    );
    return `| ${shown.name} | ${onDesk} | ${onPhone} |`;
  };
  return `# Every page

In light and dark colours, on a desk (${desk.width} px) and on a phone (${phone.width} px), with the simulated workspace. \`pnpm screens\`
takes these pictures anew; \`tests/screens/pages.ts\` says of what.

| page | desk | phone |
|---|---|---|
${pages.map(line).join("\n")}
`;
}
