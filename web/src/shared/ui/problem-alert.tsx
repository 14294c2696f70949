import { Alert, Button } from "antd";
import { ApiError } from "@/shared/api/http";
import { t } from "@/shared/messages/messages";
import { fieldLabel } from "./problem-text";

/** What went wrong, in the server's words where there are any. */
export function ProblemAlert({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const problem = error instanceof ApiError ? error.problem : { title: t("error.unexpected"), detail: error.message };
  const fields = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problem.title}
      description={
        problem.detail || fields.length > 0 ? (
          <>
            {problem.detail !== problem.title && problem.detail}
            {fields.map(({ field, message }) => (
              <div key={field}>
                <strong>{fieldLabel(field)}</strong>: {message}
              </div>
            ))}
          </>
        ) : undefined
      }
      action={onRetry && <Button onClick={onRetry}>{t("error.retry")}</Button>}
    />
  );
}
