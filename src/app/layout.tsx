import "./globals.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { isTimeZone } from "#domain/calls";
import { groundIn, readTheme, schemeQuery, schemes, schemesOf, THEME_COOKIE, type Theme } from "#ui/theme.ts";
import { ThemeProvider } from "#ui/use-theme.tsx";
import { TimeZoneProvider } from "#ui/use-time-zone.tsx";
import { ZONE_COOKIE } from "#ui/viewers-zone.ts";

export const metadata: Metadata = {
  title: { default: "Switchboard", template: "%s · Switchboard" },
  description: "Place AI phone calls, follow them live, hear and read them afterwards.",
  robots: { index: false },
};

async function knownZone(): Promise<string> {
  const zone = (await cookies()).get(ZONE_COOKIE)?.value;
  return zone !== undefined && isTimeZone(zone) ? zone : "UTC";
}

async function chosenTheme(): Promise<Theme> {
  return readTheme((await cookies()).get(THEME_COOKIE)?.value);
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  return {
    colorScheme: schemesOf(theme),
    themeColor: schemes.map((scheme) => ({ media: schemeQuery(scheme), color: groundIn(scheme, theme) })),
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <CSPProvider disableStyleElements>
          <ThemeProvider theme={theme}>
            <TimeZoneProvider zone={await knownZone()}>
              <NuqsAdapter>{children}</NuqsAdapter>
            </TimeZoneProvider>
          </ThemeProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
