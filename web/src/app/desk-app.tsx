import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { RouterProvider } from "react-router";
import { createQueryClient } from "@/shared/api/query-client";
import { createRouter, preload } from "./routes";
import { Splash } from "./splash";

const queries = createQueryClient();
const router = createRouter();
preload();

export function DeskApp() {
  return (
    <QueryClientProvider client={queries}>
      <Suspense fallback={<Splash />}>
        <RouterProvider router={router} />
      </Suspense>
    </QueryClientProvider>
  );
}
