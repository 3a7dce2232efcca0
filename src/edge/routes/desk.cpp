#include <charconv>

#include "base/hints.hpp"
#include "edge/routes/person_view.hpp"
#include "records/party/merge.hpp"
#include "services/casework/advice_store.hpp"
#include "services/casework/commitment_store.hpp"
#include "services/casework/contact_store.hpp"
#include "services/casework/evaluation_store.hpp"
#include "services/casework/need_store.hpp"
#include "services/casework/next.hpp"
#include "services/casework/queue_store.hpp"

namespace leye::routes {

struct DeskSummaryShape {
    int64_t open = 0, due_today = 0, overdue = 0, awaiting_correction = 0, checks_due = 0, contacts_due = 0, advice_open = 0, objections = 0;
};
BOOST_DESCRIBE_STRUCT(DeskSummaryShape, (), (open, due_today, overdue, awaiting_correction, checks_due, contacts_due, advice_open, objections))

struct CheckShape {
    std::string case_number, person_name;
    Words item_name;
    Instant given_at;
    Date due_on;
    std::string state;
    bool overdue = false;
    Words promise;
};
BOOST_DESCRIBE_STRUCT(CheckShape, (), (case_number, person_name, item_name, given_at, due_on, state, overdue, promise))
json::Hints hints_of(const CheckShape*) { return {{"state", json::name_from(casework::CommitmentState::open, casework::CommitmentState::dropped)}}; }

struct CheckPageShape {
    std::vector<CheckShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(CheckPageShape, (), (rows, next_cursor))

struct ContactShape {
    std::string case_number, person_name;
    Words item_name;
    std::string area_name;
    Date due_on;
    bool overdue = false;
    std::vector<std::string> needs;  ///< employment, startup, training
};
BOOST_DESCRIBE_STRUCT(ContactShape, (), (case_number, person_name, item_name, area_name, due_on, overdue, needs))

struct ContactPageShape {
    std::vector<ContactShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ContactPageShape, (), (rows, next_cursor))

struct AgencyGradesShape {
    std::string agency;
    int64_t total = 0;
    double mean = 0;
};
BOOST_DESCRIBE_STRUCT(AgencyGradesShape, (), (agency, total, mean))

struct EvaluationRowShape {
    std::string case_number;
    Words item_name;
    int grade = 5;
    std::string comment;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(EvaluationRowShape, (), (case_number, item_name, grade, comment, at))

struct EvaluationsShape {
    int64_t total = 0;
    std::vector<int64_t> by_grade;
    std::vector<AgencyGradesShape> by_agency;
    std::vector<EvaluationRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(EvaluationsShape, (), (total, by_grade, by_agency, rows, next_cursor))

namespace {

using http::Response;

// «2026-11-23/2026112300000015»: the day and number of the last row read.
Result<std::optional<std::pair<Date, std::string>>> day_cursor(const Call& call) {
    return call.cursor([](const std::string& text) -> std::optional<std::pair<Date, std::string>> {
        const auto day = Date::parse(text.substr(0, 10));
        if (!day || text.size() < 11 || text[10] != '/') return std::nullopt;
        return std::pair(*day, text.substr(11));
    });
}

constexpr const char* question = "policy_advice";

// Questions have a list of their own; in the queue they are in the way of all who cannot answer them.
std::string hidden_from(const party::Actor& actor) { return party::may_any(actor, {party::Duty::adviser, party::Duty::manager}) ? "" : question; }

Result<casework::QueueFilter> filter_of(const Call& call) {
    casework::QueueFilter out;
    if (const auto state = call.request.query("state"); state && !state->empty() && *state != "all") {
        out.state = casework::find_state(*state);
        if (!out.state) return refuse("option_unknown", "state");
    }
    out.item = call.request.query("item").value_or("");
    out.area = call.request.query("area").value_or("");
    if (call.request.query("mine") == "1") out.assigned_to = call.actor().staff.text();
    if (call.request.query("overdue") == "1") out.due_before = call.now.date();
    if (call.request.query("due_today") == "1") out.due_from = call.now.date(), out.due_before = call.now.date() + 1;
    out.number = call.request.query("q").value_or("");
    if (out.item.empty() && out.number.empty()) out.without_item = hidden_from(call.actor());
    return out;
}

// A view that knows the names of all rows: a page asks for them once.
CaseView view_of(Call& call, store::Connection& c, const std::vector<casework::CaseRow>& rows) {
    std::vector<party::PersonId> persons;
    for (const auto& row : rows)
        if (row.origin.person) persons.push_back(*row.origin.person);
    CaseView out(call.house, c, call.actor(), call.now);
    for (auto& [id, name] : party::names_of(c, call.house.seal, persons)) out.know(id, std::move(name));
    return out;
}

Result<void> any_duty(const Call& call, std::initializer_list<party::Duty> duties) {
    if (auto in = call.staff(); !in) return in;
    return party::may_any(call.actor(), duties);
}

Result<Response> queue(Call& call) {
    if (auto allowed = any_duty(call, {party::Duty::window, party::Duty::manager}); !allowed) return tl::unexpected(allowed.error());
    const auto filter = filter_of(call);
    if (!filter) return tl::unexpected(filter.error());
    const auto after = day_cursor(call);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = casework::list_open(c, *filter, *after, limit + 1);
        CaseView view = view_of(call, c, rows);
        CasePageShape out;
        for (const auto& row : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(view.summary(row));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].due_on.text() + "/" + rows[limit - 1].origin.number;
        out.total = casework::count_open(c, *filter);
        return give(out);
    });
}

Result<Response> summary(Call& call) {
    using enum party::Duty;
    if (auto allowed = any_duty(call, {window, adviser, check, manager}); !allowed) return tl::unexpected(allowed.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const Date today = call.now.date();
        const auto totals = casework::open_totals(c, question);
        const std::string hidden = hidden_from(call.actor());
        return give(DeskSummaryShape{hidden.empty() ? totals.open : totals.open - totals.questions, casework::count_open(c, {.without_item = hidden, .due_from = today, .due_before = today + 1}),
                                     casework::count_open(c, {.without_item = hidden, .due_before = today}),
                                     totals.awaiting_correction, casework::count_checks_due(c, call.actor().area, today + 1), casework::count_contacts_due(c, call.actor().area, today + 1), totals.questions, totals.objected});
    });
}

Result<Response> checks(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    if (auto allowed = party::may(call.actor(), party::Duty::check); !allowed) return tl::unexpected(allowed.error());
    const std::string state = call.request.query("state").value_or("due");
    const Date today = call.now.date();
    const auto after = day_cursor(call);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto wanted = state == "done" ? std::nullopt : std::optional(casework::CommitmentState::open);
        const auto due = state == "due" ? std::optional(today + 8) : std::nullopt;
        const auto rows = casework::list_commitments(c, call.actor().area, wanted, due, *after, limit + 1);
        CheckPageShape out;
        for (size_t i = 0; i < rows.size() && i < static_cast<size_t>(limit); ++i) {
            const auto& r = rows[i];
            if (state == "done" && r.state == casework::CommitmentState::open) continue;
            const auto* item = call.house.office.catalog->find_item(r.item, today);
            const auto person = r.person ? party::find_person(c, call.house.seal, *r.person) : std::nullopt;
            out.rows.push_back({r.number, person ? party::mask_name(person->name) : "", item ? item->name : Words{r.item, r.item}, r.given_at, r.check_due_on,
                                std::string(casework::name_of(r.state)), r.state == casework::CommitmentState::open && r.check_due_on < today,
                                item && item->commitment ? item->commitment->text : Words{}});
        }
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].check_due_on.text() + "/" + rows[limit - 1].number;
        return give(out);
    });
}

Result<Response> contacts(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
    const Date today = call.now.date();
    const auto after = day_cursor(call);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = casework::list_contacts(c, call.actor().area, *after, limit + 1);
        ContactPageShape out;
        for (size_t i = 0; i < rows.size() && i < static_cast<size_t>(limit); ++i) {
            const auto& r = rows[i];
            const auto* item = call.house.office.catalog->find_item(r.item, today);
            const auto id = r.person ? party::resolve(c, *r.person) : std::nullopt;
            const auto person = id ? party::find_person(c, call.house.seal, *id, party::Documents::without) : std::nullopt;
            ContactShape row{r.number, person ? party::mask_name(person->name) : "", item ? item->name : Words{r.item, r.item}, call.house.reference.areas().full_name(r.area), r.due_on, r.due_on < today, {}};
            if (id)
                for (const auto& need : casework::list_needs(c, *id))
                    if (need.wanted) row.needs.push_back(need.kind);
            out.rows.push_back(std::move(row));
        }
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].due_on.text() + "/" + rows[limit - 1].number;
        return give(out);
    });
}

void add_question(CasePageShape& out, CaseView& view, const casework::CaseRow& row, const std::optional<casework::Case>& whole) {
    auto s = view.summary(row);
    if (whole)
        if (const auto* q = whole->values.if_contains("question"); q && q->is_string()) s.question = std::string(q->get_string());
    out.rows.push_back(std::move(s));
}

Result<Response> answered(const Call& call, store::Connection& c, int limit) {
    const auto after = call.cursor(casework::AdviceId::parse);
    if (!after) return tl::unexpected(after.error());
    const auto rows = casework::list_answered(c, *after, limit + 1);
    CaseView view(call.house, c, call.actor(), call.now);
    CasePageShape out;
    for (size_t i = 0; i < rows.size() && i < static_cast<size_t>(limit); ++i) {
        const auto whole = casework::find_case(c, call.house.seal, rows[i].first);
        add_question(out, view, {whole->origin, whole->state, whole->outcome, whole->version(), whole->due_on, whole->stopped_on, whole->closed_at, whole->assigned_to}, whole);
    }
    if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].second.text();
    return give(out);
}

Result<Response> advice(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    if (auto allowed = party::may(call.actor(), party::Duty::adviser); !allowed) return tl::unexpected(allowed.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        if (call.request.query("state") == "answered") return answered(call, c, limit);
        const auto after = day_cursor(call);
        if (!after) return tl::unexpected(after.error());
        const auto rows = casework::list_open(c, {.item = question}, *after, limit + 1);
        CaseView view = view_of(call, c, rows);
        CasePageShape out;
        for (const auto& row : rows) {
            if (static_cast<int>(out.rows.size()) == limit) break;
            add_question(out, view, row, casework::find_case(c, call.house.seal, row.origin.number));
        }
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].due_on.text() + "/" + rows[limit - 1].origin.number;
        return give(out);
    });
}

// The day a parameter names; `usual` where the request has none. Fails: date_invalid.
Result<Date> day_of(const Call& call, const char* name, Date usual) {
    const auto text = call.request.query(name);
    if (!text) return usual;
    const auto day = Date::parse(*text);
    if (!day) return refuse("date_invalid", name);
    return *day;
}

Result<Response> evaluations(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const std::string area = call.request.query("area").value_or(call.actor().area);
    if (auto allowed = party::may(call.actor(), party::Duty::manager, area); !allowed) return tl::unexpected(allowed.error());
    const Date today = call.now.date();
    const auto from = day_of(call, "from", today - 365), until = day_of(call, "until", today);
    if (!from) return tl::unexpected(from.error());
    if (!until) return tl::unexpected(until.error());
    if (*until < *from) return refuse("period_empty", "until");
    // «1795968000000/2026112300000015»: the moment and number of the last row read.
    const auto after = call.cursor([](const std::string& text) -> std::optional<casework::EvaluationPlace> {
        int64_t ms = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), ms);
        if (failed != std::errc() || end == text.data() + text.size() || *end != '/') return std::nullopt;
        return casework::EvaluationPlace{Instant::of_ms(ms), std::string(end + 1)};
    });
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto s = casework::summarise_evaluations(c, area, *from, *until + 1, limit + 1, *after);
        EvaluationsShape out;
        for (const int64_t n : s.by_grade) out.by_grade.push_back(n), out.total += n;
        for (const auto& a : s.by_agency) out.by_agency.push_back({a.agency, a.total, a.total ? static_cast<double>(a.sum) / static_cast<double>(a.total) : 0});
        if (static_cast<int>(s.rows.size()) > limit) out.next_cursor = std::to_string(s.rows[limit - 1].at.ms()) + "/" + s.rows[limit - 1].number;
        for (const auto& r : s.rows) {
            if (static_cast<int>(out.rows.size()) == limit) break;
            const auto* item = call.house.office.catalog->find_item(r.item, today);
            out.rows.push_back({r.number, item ? item->name : Words{r.item, r.item}, r.grade, r.comment, r.at});
        }
        return give(out);
    });
}

}  // namespace

void add_desk(http::Router& router, House& house) {
    const auto get = [&](std::string pattern, std::string summary, std::string who, auto handler, http::Schema response, std::vector<http::QueryParameter> query = {}) {
        router.add("GET", std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = std::move(who), .tag = "desk", .query = std::move(query), .response = std::move(response)});
    };
    get("/v1/desk/queue", "Open cases, first due first", "staff: window, manager", queue, http::schema_of<CasePageShape>(),
        {{"state", "accepted, awaiting_correction, objected or all"}, {"item", "item code"}, {"area", "area code, and below"}, {"mine", "1: taken by me"}, {"overdue", "1: past the promised day"}, {"due_today", "1: promised for today"}, {"q", "beginning of a case number"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/desk/summary", "How much there is to do", "staff: window, adviser, check, manager", summary, http::schema_of<DeskSummaryShape>());
    get("/v1/desk/checks", "Commitments to check", "staff: check", checks, http::schema_of<CheckPageShape>(), {{"state", "due (within 7 days), open or done"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/desk/contacts", "First contacts to make in the own area, first due first", "staff: window", contacts, http::schema_of<ContactPageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/desk/advice", "Questions to answer, or answered", "staff: adviser", advice, http::schema_of<CasePageShape>(), {{"state", "open (first due first) or answered (newest first, published or not)"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/desk/evaluations", "好差评 by grade and agency", "staff: manager", evaluations, http::schema_of<EvaluationsShape>(), {{"area", "area code, and below"}, {"from", "first day"}, {"until", "last day"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
}

}  // namespace leye::routes
