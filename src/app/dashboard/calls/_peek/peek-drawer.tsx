"use client";

import { Drawer } from "@base-ui/react/drawer";
import type { ReactNode } from "react";

export function PeekDrawer({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  return (
    <Drawer.Root open onOpenChange={(open) => !open && onClose()}>
      <Drawer.Portal>
        <Drawer.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Drawer.Viewport className="fixed inset-0 z-50 flex items-end">
          <Drawer.Popup className="flex h-[88dvh] w-full [transform:translateY(var(--drawer-swipe-movement-y))] flex-col rounded-t-lg border-t border-line bg-surface shadow-popup transition-transform duration-300 ease-settle outline-none data-ending-style:[transform:translateY(100%)] data-starting-style:[transform:translateY(100%)] data-swiping:duration-0">
            <div aria-hidden="true" className="mx-auto mt-2 h-1 w-10 shrink-0 rounded-full bg-control" />
            <Drawer.Title className="sr-only">Call</Drawer.Title>
            {children}
          </Drawer.Popup>
        </Drawer.Viewport>
      </Drawer.Portal>
    </Drawer.Root>
  );
}
