import { useSearchParams } from "react-router";
import { FilterBar } from "@/features/ticket/filter-bar";
import { filtersFrom, paramsOf, type TicketFilters } from "@/features/ticket/ticket-filters";
import { TicketList } from "@/features/ticket/ticket-list";
import { t } from "@/shared/messages/messages";
import { useTitle } from "@/shared/ui/use-title";

export default function TicketsPage() {
  const [params, setParams] = useSearchParams();
  const filters = filtersFrom(params);
  // Typing a search must not fill the browser's history.
  const show = (next: TicketFilters) => setParams(paramsOf(next), { replace: true });
  // Upon the address itself: it may have changed since the last rendering, by a search still being typed.
  const change = (part: Partial<TicketFilters>) =>
    show({ ...filtersFrom(new URLSearchParams(window.location.search)), ...part });
  useTitle(t("tickets.title"));
  return (
    <div className="page">
      <h1 className="visually-hidden">{t("tickets.title")}</h1>
      <FilterBar filters={filters} onChange={change} onClear={() => show({ sort: filters.sort })} />
      <TicketList filters={filters} onSort={(sort) => change({ sort })} />
    </div>
  );
}
