import { Monitor, Moon, Sun } from "lucide-react";

export const themeChoices = [
  { value: "system", name: "As the system", Icon: Monitor },
  { value: "light", name: "Light", Icon: Sun },
  { value: "dark", name: "Dark", Icon: Moon },
] as const;
