import "./styles.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "@/api/queries";
import { Toaster } from "@/components/toaster";
import { startWorker } from "@/lib/service-worker";
import { theme } from "@/lib/theme";
import { followVisibleHeight } from "@/lib/viewport";
import { router } from "./router";

theme.follow();
followVisibleHeight();
startWorker((path) => void router.navigate({ to: path }));

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <Toaster />
    </QueryClientProvider>
  </StrictMode>,
);
