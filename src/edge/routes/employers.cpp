#include "edge/routes/person_view.hpp"
#include "edge/routes/reading.hpp"
#include "services/casework/next.hpp"

namespace leye::routes {

struct EmployerFileShape {
    std::string id, name, uscc, kind;
    Words kind_name;
    std::string area, area_name;
    std::optional<std::string> address;
    int64_t open_employments = 0;
    std::optional<Words> labelled;  ///< where the code does not conform (D6)
};
BOOST_DESCRIBE_STRUCT(EmployerFileShape, (), (id, name, uscc, kind, kind_name, area, area_name, address, open_employments, labelled))

struct EmploymentShape {
    std::string spell_id, person_name, document_masked;
    Date from;
    std::optional<Date> until;
    std::optional<std::string> contract_kind, case_number;
    int late_days = 0;
};
BOOST_DESCRIBE_STRUCT(EmploymentShape, (), (spell_id, person_name, document_masked, from, until, contract_kind, case_number, late_days))

struct EmploymentPageShape {
    std::vector<EmploymentShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(EmploymentPageShape, (), (rows, next_cursor))

struct UnitReadingShape {
    Instant at;
    std::string by, agency, purpose;
};
BOOST_DESCRIBE_STRUCT(UnitReadingShape, (), (at, by, agency, purpose))

struct UnitReadingPageShape {
    std::vector<UnitReadingShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(UnitReadingPageShape, (), (rows, next_cursor))

struct EmployerHitShape {
    std::string id, name, uscc, area_name;
};
BOOST_DESCRIBE_STRUCT(EmployerHitShape, (), (id, name, uscc, area_name))

namespace {

using http::Response;
constexpr int registration_days = 30;  // 山东省就业促进条例 39

/// What a route shows of a unit, as its log and its workers' say it.
struct Shown {
    std::string_view phrase, person_phrase = {};
    std::set<party::PersonId> persons = {};  // filled in while the answer is made
};

// Answers about the unit of the path to who handles it, and to staff as `reading.hpp` says, recorded.
template <class F>
Result<Response> of_unit(Call& call, Shown shown, F work) {
    const auto id = party::EmployerId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    const bool staff = call.actor().kind == party::Actor::Kind::staff;
    if (!staff)
        if (auto acting = call.session.acting_for(*id); !acting) return tl::unexpected(acting.error());
    const std::string reason = call.request.query("reason").value_or("");
    Seen seen;
    auto answer = call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto employer = party::find_employer(c, *id);
        if (staff)
            if (auto duty = party::may(call.actor(), party::Duty::window); !duty) return tl::unexpected(duty.error());
        if (!employer) return refuse("employer_unknown", "id");
        if (staff)
            if (auto allowed = may_read_unit(call.actor(), *employer, reason); !allowed) return tl::unexpected(allowed.error());
        auto out = work(c, *employer, shown.persons);
        if (staff) seen = seen_unit(call.house, *employer, shown.phrase, shown.person_phrase, shown.persons, reason);
        return out;
    });
    if (answer && staff) call.write([&](party::Context& at) { record_seen(at, seen); });
    return answer;
}

Result<Response> file(Call& call) {
    return of_unit(call, {"read_unit"}, [&](store::Connection& c, const party::Employer& e, auto&) {
        EmployerFileShape out{.id = e.id.text(), .name = e.name, .uscc = e.uscc, .kind = std::string(party::name_of(e.kind)), .area = e.area,
                              .area_name = call.house.reference.areas().full_name(e.area), .open_employments = status::count_open_employments(c, e.id)};
        if (const auto* list = call.house.reference.find_list("employer_kind"))
            if (const auto* code = list->find(out.kind)) out.kind_name = {code->zh, code->en};
        if (!e.address.empty()) out.address = e.address;
        if (!e.conforming) {
            const auto p = call.house.office.phrases.get("employer_code_old");
            out.labelled = Words{p.zh, p.en};
        }
        return give(out);
    });
}

// in: `known_since` of an unchecked handler: who was registered before is named by a star or two.
EmploymentShape row(Call& call, store::Connection& c, const status::Spell& s, std::optional<Instant> known_since) {
    EmploymentShape out{.spell_id = s.id.text(), .from = s.from, .until = s.until};
    if (const auto person = party::find_person(c, call.house.seal, s.person)) {
        out.person_name = person->name;
        if (!person->documents.empty()) out.document_masked = person->documents.front().masked();
    }
    if (const auto* kind = s.details.if_contains("contract_kind"); kind && kind->is_string()) {
        out.contract_kind = std::string(kind->get_string());
        if (const auto* list = call.house.reference.find_list("contract_kind"))
            if (const auto* code = list->find(*out.contract_kind)) out.contract_kind = code->zh;
    }
    // Of a worker who has left, the registration counts, not the end that was learnt later.
    const status::Spell begun = s.version > 1 ? status::list_versions(c, s.id).front() : s;
    if (is_hidden(c, begun, known_since)) out.person_name = party::mask_name(out.person_name);
    if (!begun.case_number.empty()) out.case_number = begun.case_number;
    out.late_days = std::max(0, begun.learnt_at.date() - s.from - registration_days);
    return out;
}

Result<Response> employments(Call& call) {
    return of_unit(call, {"read_unit_employments", "read_employments"}, [&](store::Connection& c, const party::Employer& e, auto& persons) -> Result<Response> {
        EmploymentPageShape out;
        const auto add = [&](const status::Spell& s) {
            out.rows.push_back(row(call, c, s, call.session.unchecked_since(e.id)));
            persons.insert(s.person);
        };
        // Names are sealed, so a search goes by person and looks whether the person works here.
        if (const auto q = call.request.query("q"); q && !q->empty()) {
            // Of a name that many bear only those on this roll count, however many bear it elsewhere.
            constexpr int namesakes_max = 10'000;
            constexpr size_t rows_max = 50;
            const auto found = party::find_ids(c, call.house.seal, *q, namesakes_max);
            const auto workers = found.size() > rows_max ? status::list_workers(c, e.id) : std::set<party::PersonId>();
            std::set<status::SpellId> shown;
            for (const auto& id : found) {
                if (out.rows.size() == rows_max) break;
                if (!workers.empty() && !workers.contains(id)) continue;
                if (const auto s = status::find_employment(c, id, e.id); s && shown.insert(s->id).second) add(*s);
            }
            return give(out);
        }
        const std::string state = call.request.query("state").value_or("open");
        const auto which = state == "ended" ? status::Which::ended : state == "all" ? status::Which::all : status::Which::open;
        const auto after = call.cursor(status::SpellId::parse);
        if (!after) return tl::unexpected(after.error());
        const int limit = call.limit(50);
        const auto spells = status::list_employments(c, e.id, which, *after, limit + 1);
        for (const auto& s : spells)
            if (static_cast<int>(out.rows.size()) < limit) add(s);
        if (static_cast<int>(spells.size()) > limit) out.next_cursor = out.rows.back().spell_id;
        return give(out);
    });
}

// The unit whose handler stands at the window.
Result<Response> search(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
    const std::string q = call.request.query("q").value_or("");
    if (q.size() > 200) return refuse("search_long", "q");
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        std::vector<EmployerHitShape> out;
        for (const auto& e : party::search_employers(c, q)) out.push_back({e.id.text(), e.name, e.uscc, call.house.reference.areas().full_name(e.area)});
        return give(out);
    });
}

Result<Response> cases(Call& call) {
    return of_unit(call, {"read_unit_cases"}, [&](store::Connection& c, const party::Employer& e, auto&) -> Result<Response> {
        const auto after = call.case_cursor();
        if (!after) return tl::unexpected(after.error());
        const int limit = call.limit();
        const auto rows = casework::list_of_employer(c, e.id, after->value_or(""), limit + 1);
        CaseView view(call.house, c, call.actor(), call.now);
        CasePageShape out;
        for (const auto& r : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(view.summary(r));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = out.rows.back().number;
        return give(out);
    });
}

// Who of the staff looked at the unit: for its handlers.
Result<Response> reads(Call& call) {
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    const auto id = party::EmployerId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    if (auto acting = call.session.acting_for(*id); !acting) return tl::unexpected(acting.error());
    const auto before = call.cursor(Uuid::parse);
    if (!before) return tl::unexpected(before.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = party::list_unit_reads(c, *id, *before, limit + 1);
        UnitReadingPageShape out;
        for (const auto& r : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back({r.at, r.by, r.agency_name, r.purpose});
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].id.text();
        return give(out);
    });
}

}  // namespace

void add_employers(http::Router& router, House& house) {
    const auto get = [&](std::string pattern, std::string summary, auto handler, http::Schema response, std::vector<http::QueryParameter> query = {}) {
        query.push_back({"reason", "staff: why, where the unit is outside the own area"});
        router.add("GET", std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "handler of the unit, staff: window", .tag = "employers",
                                               .query = std::move(query), .response = std::move(response)});
    };
    get("/v1/desk/employers", "Units by credit code or part of the name, at most 20", search, http::schema_of<std::vector<EmployerHitShape>>(), {{"q", "credit code, or part of the name"}});
    get("/v1/employers/{id}", "The unit's file", file, http::schema_of<EmployerFileShape>());
    get("/v1/employers/{id}/employments", "Who is or was registered here", employments, http::schema_of<EmploymentPageShape>(),
        {{"state", "open, ended or all"}, {"q", "document number, phone or whole name"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/employers/{id}/cases", "The unit's cases, newest first", cases, http::schema_of<CasePageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    router.add("GET", "/v1/employers/{id}/reads", {.handler = with_call(house, reads), .summary = "Who of the staff looked at the unit's data, newest first", .who = "handler of the unit", .tag = "employers",
                                                   .query = {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<UnitReadingPageShape>()});
}

}  // namespace leye::routes
