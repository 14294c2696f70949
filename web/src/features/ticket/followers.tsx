import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { api } from "@/shared/api/http";
import type { Ticket, User } from "@/shared/api/types";
import { t, tCount } from "@/shared/messages/messages";
import type { TicketRights } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { PersonLabel } from "@/shared/ui/person-label";
import { problemText } from "@/shared/ui/problem-text";
import { ticketKeys } from "./ticket-keys";

interface Props {
  ticket: Ticket;
  rights: TicketRights;
  people: User[];
}

export function Followers({ ticket, rights, people }: Props) {
  const me = useUser();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const following = ticket.followers.includes(me.id);
  const follow = useMutation({
    mutationFn: ({ id, on }: { id: string; on: boolean }) => {
      const path = `/tickets/${ticket.id}/followers/${id === me.id ? "me" : id}`;
      return on ? api.put(path) : api.delete(path);
    },
    onError: (failure) => void message.error(problemText(failure)),
    onSettled: () => queries.invalidateQueries({ queryKey: ticketKeys.detail(ticket.id) }),
  });
  const others = people.filter(({ id }) => !ticket.followers.includes(id));
  // The ticket carries ids; whoever may not read the list of people sees the names the page knows anyway.
  const known = new Map([...people, ticket.reporter, me].map((person) => [person.id, person]));
  const named = ticket.followers.flatMap((id) => known.get(id) ?? []);

  return (
    <section className="side-section" aria-label={t("field.followers")}>
      <div className="side-head">
        <h2>{t("field.followers")}</h2>
        <Button
          size="small"
          aria-pressed={following}
          loading={follow.isPending}
          onClick={() => follow.mutate({ id: me.id, on: !following })}
        >
          {t(following ? "ticket.unfollow" : "ticket.follow")}
        </Button>
      </div>
      {named.length < Math.max(1, ticket.followers.length) && (
        <p className="muted">
          {ticket.followers.length === 0
            ? t("ticket.noFollowers")
            : tCount("ticket.followers", ticket.followers.length)}
        </p>
      )}
      <ul className="people">
        {named.map((person) => (
          <li key={person.id}>
            <PersonLabel person={person} />
            {rights.addFollowers && person.id !== me.id && (
              <Button
                type="text"
                size="small"
                aria-label={t("ticket.removeFollower", { name: person.name })}
                onClick={() => follow.mutate({ id: person.id, on: false })}
              >
                ×
              </Button>
            )}
          </li>
        ))}
      </ul>
      {rights.addFollowers && (
        <Select
          variant="filled"
          aria-label={t("ticket.addFollower")}
          placeholder={t("ticket.addFollower")}
          showSearch={{ optionFilterProp: "label" }}
          value={null}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string | null) => id && follow.mutate({ id, on: true })}
        />
      )}
    </section>
  );
}
