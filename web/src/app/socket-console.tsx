import "./styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ConsolePage } from "@/features/socket-console/console-page";
import { theme } from "@/lib/theme";

theme.follow();

const root = document.getElementById("root");
if (!root) throw new Error("dev/socket/index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <ConsolePage />
  </StrictMode>,
);
