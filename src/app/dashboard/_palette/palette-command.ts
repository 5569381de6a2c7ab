/** The id of the command that opens the palette, and its keys. */
export const PALETTE = "palette";
export const PALETTE_KEYS = "$mod+k";
