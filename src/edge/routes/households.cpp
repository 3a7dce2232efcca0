#include <set>
#include <tuple>

#include "edge/routes/person_view.hpp"

namespace leye::routes {

struct HouseholdEntryShape {
    std::string person_id, relation;
    Date from;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(HouseholdEntryShape, (), (person_id, relation, from, reason))
json::Hints hints_of(const HouseholdEntryShape*) { return {{"relation", relations()}}; }

struct HouseholdExitShape {
    Date until;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(HouseholdExitShape, (), (until, reason))

namespace {

using http::Response;

std::string masked_name(party::Context& at, party::PersonId id) {
    const auto person = party::find_person(at.tx, at.seal, id, party::Documents::without);
    return person ? party::mask_name(person->name) : "";
}

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

template <class T>
Result<Response> done(const Result<T>& result) {
    if (!result) return tl::unexpected(result.error());
    return http::no_content();
}

Result<Response> join(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto of = party::PersonId::parse(call.request.param("id"));
    if (!of) return refuse("id_invalid", "id");
    const auto body = read_body<HouseholdEntryShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto member = party::PersonId::parse(body->person_id);
    if (!member) return refuse("id_invalid", "person_id");
    const auto relation = party::find_relation(body->relation);
    if (!relation) return refuse("option_unknown", "relation");
    return call.create([&](party::Context& at) { return done(party::join_household(at, *of, *member, *relation, body->from, body->reason)); });
}

Result<Response> leave(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto id = party::PersonId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    const auto body = read_body<HouseholdExitShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return call.create([&](party::Context& at) { return done(party::leave_household(at, *id, body->until, body->reason)); });
}

Result<Response> undo(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto id = party::HouseholdChangeId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    const auto body = read_body<ReasonOnlyShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return call.create([&](party::Context& at) { return done(party::undo_household_change(at, *id, body->reason)); });
}

}  // namespace

std::vector<MemberShape> household_shape(party::Context& at, party::PersonId person) {
    std::vector<MemberShape> out;
    const Date today = at.now.date();
    if (const auto household = party::find_household(at.tx, person, today))
        for (const auto& m : party::list_members(at.tx, *household, today))
            out.push_back({m.person.text(), masked_name(at, m.person), std::string(party::name_of(m.relation)), m.from});
    return out;
}

std::vector<HouseholdChangeShape> household_changes_shape(party::Context& at, party::PersonId person) {
    std::vector<HouseholdChangeShape> out;
    std::set<std::tuple<party::HouseholdId, party::PersonId, Date>> changed;  // the last change that holds is the one to undo
    for (const auto& c : party::list_household_changes(at.tx, person, at.now.date())) {
        const bool undoable = !c.undone_at && changed.emplace(c.household, c.person, c.member_from).second;
        out.push_back({c.id.text(), std::string(party::name_of(c.act)), masked_name(at, c.person), std::string(party::name_of(c.relation)), c.on, c.reason, c.by, c.at, c.undone_at,
                       unless_empty(c.undone_by), unless_empty(c.undo_reason), undoable});
    }
    return out;
}

void add_households(http::Router& router, House& house) {
    const auto add = [&](std::string pattern, std::string summary, auto handler, http::Schema request) {
        router.add("POST", std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "staff: window", .tag = "people", .request = std::move(request), .status = 204, .headers_optional = {"Idempotency-Key"}});
    };
    add("/v1/desk/people/{id}/household", "Somebody joins the person's household, which is opened where there is none", join, http::schema_of<HouseholdEntryShape>());
    add("/v1/desk/people/{id}/household/leave", "The person leaves the household", leave, http::schema_of<HouseholdExitShape>());
    add("/v1/desk/household-changes/{id}/undo", "Take back what was entered about a household by mistake", undo, http::schema_of<ReasonOnlyShape>());
}

}  // namespace leye::routes
