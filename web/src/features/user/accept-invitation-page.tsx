import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form } from "antd";
import { Link, useSearchParams } from "react-router";
import { api } from "@/shared/api/http";
import { t } from "@/shared/messages/messages";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { AuthFrame } from "./auth-frame";
import { PasswordFields } from "./password-fields";

export default function AcceptInvitationPage() {
  const [params] = useSearchParams();
  const code = params.get("code");
  const accept = useMutation({
    mutationFn: (password: string) => api.post("/auth/accept", { code, password }),
  });
  return (
    <AuthFrame title={t("auth.invitation")} hint={t("auth.invitationHint")}>
      {!code ? (
        <Alert type="warning" showIcon role="alert" title={t("auth.invitationMissing")} />
      ) : accept.isSuccess ? (
        <>
          <Alert type="success" showIcon role="status" title={t("auth.accepted")} />
          <Link to="/">{t("auth.signIn")}</Link>
        </>
      ) : (
        <Form<{ new: string }>
          layout="vertical"
          requiredMark={false}
          size="large"
          onFinish={(values) => accept.mutate(values.new)}
        >
          <PasswordFields />
          {accept.error && <ProblemAlert error={accept.error} />}
          <Button block type="primary" htmlType="submit" loading={accept.isPending}>
            {t("auth.accept")}
          </Button>
        </Form>
      )}
    </AuthFrame>
  );
}
