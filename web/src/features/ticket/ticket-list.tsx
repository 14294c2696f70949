import { Button, Empty, Grid, Skeleton, Table, Tag, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";
import type { Ticket } from "@/shared/api/types";
import { useQueues } from "@/shared/directory/directory";
import { t, tCount } from "@/shared/messages/messages";
import { PersonLabel } from "@/shared/ui/person-label";
import { PriorityIcon, PriorityLabel } from "@/shared/ui/priority-label";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { StatusIcon, StatusLabel } from "@/shared/ui/status-label";
import { Time } from "@/shared/ui/time";
import { isFiltered, type TicketFilters, type TicketSort } from "./ticket-filters";
import { useTickets } from "./use-tickets";

interface Props {
  filters: TicketFilters;
  onSort: (sort: TicketSort) => void;
}

export function TicketList({ filters, onSort }: Props) {
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useTickets(filters);
  const wide = Grid.useBreakpoint().md ?? true;

  if (isPending) return <Skeleton active title={false} paragraph={{ rows: 12, width: "100%" }} className="list-skeleton" />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;

  const tickets = data.pages.flatMap(({ items }) => items);
  return (
    <>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {tickets.length === 0 ? (
        <Nothing filtered={isFiltered(filters)} />
      ) : wide ? (
        <TicketTable tickets={tickets} sort={filters.sort} onSort={onSort} />
      ) : (
        <TicketCards tickets={tickets} />
      )}
      <div className="list-foot">
        <span className="muted">{tickets.length > 0 && tCount("tickets.shown", tickets.length)}</span>
        {hasNextPage && (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("action.loadMore")}
          </Button>
        )}
      </div>
    </>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(filtered ? "tickets.noMatch" : "tickets.empty")}>
      {!filtered && <p className="muted">{t("tickets.emptyHint")}</p>}
    </Empty>
  );
}

function TicketTable({ tickets, sort, onSort }: { tickets: Ticket[]; sort: TicketSort; onSort: Props["onSort"] }) {
  const navigate = useNavigate();
  const queues = useQueues();
  const [, descending, field] = /^(-?)(.*)$/.exec(sort) ?? [];
  /** A column whose head sorts; its key is the server's name of the order. */
  const sortable = (key: string) => ({
    key,
    sorter: true,
    sortOrder: field === key ? (descending ? ("descend" as const) : ("ascend" as const)) : null,
  });
  const columns: TableColumnsType<Ticket> = [
    { ...sortable("number"), title: t("field.number"), width: 164, render: (_, { number }) => <span className="number">{number}</span> },
    { ...sortable("title"), title: t("field.title"), render: (_, ticket) => <TitleCell ticket={ticket} /> },
    { ...sortable("status"), title: t("field.status"), width: 116, render: (_, { status }) => <StatusLabel status={status} /> },
    {
      ...sortable("priority"),
      title: t("field.priority"),
      width: 104,
      render: (_, { priority }) => <PriorityLabel priority={priority} />,
    },
    {
      key: "assignee",
      title: t("field.assignee"),
      width: 160,
      responsive: ["lg"],
      render: (_, { assignee }) =>
        assignee ? <PersonLabel person={assignee} /> : <span className="muted">{t("field.unassigned")}</span>,
    },
    {
      key: "queue",
      title: t("field.queue"),
      width: 130,
      responsive: ["xl"],
      render: (_, { queueId }) => <span className="muted ellipsis">{queues.find(({ id }) => id === queueId)?.name}</span>,
    },
    {
      ...sortable("createdAt"),
      title: t("field.created"),
      width: 112,
      responsive: ["xxl"],
      render: (_, { createdAt }) => <span className="muted"><Time at={createdAt} narrow /></span>,
    },
    {
      ...sortable("updatedAt"),
      title: t("field.updated"),
      width: 112,
      render: (_, { updatedAt }) => <span className="muted"><Time at={updatedAt} narrow /></span>,
    },
  ];
  return (
    <Table<Ticket>
      className="ticket-table"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={tickets}
      pagination={false}
      tableLayout="fixed"
      showSorterTooltip={false}
      sortDirections={["descend", "ascend", "descend"]}
      onRow={({ id }) => ({ onClick: () => void navigate(`/tickets/${id}`) })}
      onChange={(_page, _filters, sorter) => {
        if (Array.isArray(sorter) || !sorter.order) return;
        onSort(`${sorter.order === "descend" ? "-" : ""}${String(sorter.columnKey)}` as TicketSort);
      }}
    />
  );
}

function TitleCell({ ticket }: { ticket: Ticket }) {
  return (
    <span className="title-cell" title={ticket.title}>
      <Link to={`/tickets/${ticket.id}`} className="ticket-link" onClick={(event) => event.stopPropagation()}>
        {ticket.title}
      </Link>
      {ticket.tags.slice(0, 2).map((tag) => (
        <Tag key={tag} className="tag">
          {tag}
        </Tag>
      ))}
    </span>
  );
}

/** The same rows on a phone. */
function TicketCards({ tickets }: { tickets: Ticket[] }) {
  return (
    <ul className="ticket-cards">
      {tickets.map((ticket) => (
        <li key={ticket.id}>
          <Link to={`/tickets/${ticket.id}`} className="ticket-card">
            <span className="ticket-card-line">
              <StatusIcon status={ticket.status} />
              <span className="number">{ticket.number}</span>
              <PriorityIcon priority={ticket.priority} />
              <span className="muted push">
                <Time at={ticket.updatedAt} narrow />
              </span>
            </span>
            <span className="ticket-card-title">{ticket.title}</span>
            <span className="ticket-card-line muted">
              {t(`status.${ticket.status}`)}
              {" · "}
              {ticket.assignee?.name ?? t("field.unassigned")}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
