"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { COLUMNS_FROM_REM, type ListShape } from "./row-heights.ts";

interface Room {
  shape: ListShape;
  /** The size of a rem, which whoever reads large print has set larger. */
  remPx: number;
}

/** As last seen: a list that is gone back to needs its heights at once, to be where it was. */
let lastRoom: Room = { shape: "both", remPx: 16 };

/** Whether the list has room for columns. Until the browser knows, rows are drawn for both, and styles choose. */
export function useListShape(list: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState(lastRoom);
  useLayoutEffect(() => {
    const place = list.current?.closest("[data-room]");
    if (!place) return;
    const measure = () => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const shape = place.clientWidth >= COLUMNS_FROM_REM * remPx ? "columns" : "cards";
      if (shape === lastRoom.shape && remPx === lastRoom.remPx) return;
      lastRoom = { shape, remPx };
      setRoom(lastRoom);
    };
    measure();
    setRoom(lastRoom);
    const watch = new ResizeObserver(measure);
    watch.observe(place);
    return () => watch.disconnect();
  }, [list]);
  return room;
}
