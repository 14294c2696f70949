import { t } from "@/shared/messages/messages";
import { AuthField } from "./auth-field";

/** A new password, twice. */
export function NewPassword() {
  return (
    <>
      <AuthField name="new" label={t("auth.new")} type="password" autoComplete="new-password" />
      <AuthField name="repeat" label={t("auth.repeat")} type="password" autoComplete="new-password" />
    </>
  );
}
