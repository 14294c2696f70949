import { readdirSync } from "node:fs";
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = readdirSync(new URL("./src/features", import.meta.url));

/** Forbids imports; `pattern` is a regular expression over the module's name. */
const forbid = (pattern, message) => ({
  "no-restricted-imports": ["error", { patterns: [{ regex: pattern, message }] }],
});

const up = "^\\.\\./";

export default tseslint.config(
  { ignores: ["dist", "node_modules"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "no-console": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      ...forbid(up, "Write '@/…' to leave a folder."),
    },
  },
  {
    files: ["src/shared/**"],
    rules: forbid(`${up}|^@/(app|features)/`, "shared knows neither app nor features."),
  },
  // One zone per folder, read from disk: a new feature is guarded from its first file.
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: forbid(
      `${up}|^@/app/|^@/features/(?!${feature}/)`,
      "A feature uses shared and itself; features meet in app.",
    ),
  })),
  {
    files: ["eslint.config.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { URL: "readonly" } },
  },
);
