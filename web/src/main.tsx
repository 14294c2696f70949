import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DeskApp } from "@/app/desk-app";
import "@/app/app.css";
import "@/shared/theme/theme-preference";

const root = document.getElementById("root");
if (!root) throw new Error("#root is missing");
createRoot(root).render(
  <StrictMode>
    <DeskApp />
  </StrictMode>,
);
