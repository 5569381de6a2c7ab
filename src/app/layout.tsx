import "./globals.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";

export const metadata: Metadata = {
  title: { default: "Switchboard", template: "%s · Switchboard" },
  description: "Place AI phone calls, follow them live, hear and read them afterwards.",
  robots: { index: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#eff3f4" },
    { media: "(prefers-color-scheme: dark)", color: "#0c1112" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <CSPProvider disableStyleElements>
          <NuqsAdapter>{children}</NuqsAdapter>
        </CSPProvider>
      </body>
    </html>
  );
}
