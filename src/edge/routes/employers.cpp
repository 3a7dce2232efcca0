#include "edge/routes/person_view.hpp"
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

namespace {

using http::Response;
constexpr int registration_days = 30;  // 山东省就业促进条例 39

// The unit of the path, where the caller handles it or works at a window.
Result<party::EmployerId> unit(const Call& call) {
    const auto id = party::EmployerId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    if (call.actor().kind == party::Actor::Kind::staff) {
        if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
        return *id;
    }
    if (auto acting = call.session.acting_for(*id); !acting) return tl::unexpected(acting.error());
    return *id;
}

template <class F>
Result<Response> of_unit(Call& call, F work) {
    const auto id = unit(call);
    if (!id) return tl::unexpected(id.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto employer = party::find_employer(c, *id);
        if (!employer) return refuse("employer_unknown", "id");
        return work(c, *employer);
    });
}

Result<Response> file(Call& call) {
    return of_unit(call, [&](store::Connection& c, const party::Employer& e) {
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

EmploymentShape row(Call& call, store::Connection& c, const status::Spell& s) {
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
    if (!begun.case_number.empty()) out.case_number = begun.case_number;
    out.late_days = std::max(0, begun.learnt_at.date() - s.from - registration_days);
    return out;
}

Result<Response> employments(Call& call) {
    return of_unit(call, [&](store::Connection& c, const party::Employer& e) -> Result<Response> {
        EmploymentPageShape out;
        // Names are sealed, so a search goes by person and looks whether the person works here.
        if (const auto q = call.request.query("q"); q && !q->empty()) {
            for (const auto& hit : party::search_people(c, call.house.seal, *q, 50))
                if (const auto s = status::find_employment(c, hit.id, e.id)) out.rows.push_back(row(call, c, *s));
            return give(out);
        }
        const std::string state = call.request.query("state").value_or("open");
        const auto which = state == "ended" ? status::Which::ended : state == "all" ? status::Which::all : status::Which::open;
        const auto after = call.cursor(status::SpellId::parse);
        if (!after) return tl::unexpected(after.error());
        const int limit = call.limit(50);
        const auto spells = status::list_employments(c, e.id, which, *after, limit + 1);
        for (const auto& s : spells)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(row(call, c, s));
        if (static_cast<int>(spells.size()) > limit) out.next_cursor = out.rows.back().spell_id;
        return give(out);
    });
}

Result<Response> cases(Call& call) {
    return of_unit(call, [&](store::Connection& c, const party::Employer& e) -> Result<Response> {
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

}  // namespace

void add_employers(http::Router& router, House& house) {
    const auto get = [&](std::string pattern, std::string summary, auto handler, http::Schema response, std::vector<http::QueryParameter> query = {}) {
        router.add("GET", std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "handler of the unit, staff: window", .tag = "employers",
                                               .query = std::move(query), .response = std::move(response)});
    };
    get("/v1/employers/{id}", "The unit's file", file, http::schema_of<EmployerFileShape>());
    get("/v1/employers/{id}/employments", "Who is or was registered here", employments, http::schema_of<EmploymentPageShape>(),
        {{"state", "open, ended or all"}, {"q", "document number, phone or whole name"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/employers/{id}/cases", "The unit's cases, newest first", cases, http::schema_of<CasePageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
}

}  // namespace leye::routes
