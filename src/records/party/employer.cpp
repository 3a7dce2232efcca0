#include "records/party/employer.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "records/party/employer_store.hpp"
#include "records/party/read_log.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

constexpr std::string_view names[] = {
    "enterprise",          "sole_trader", "private_nonprofit", "public_institution", "state_organ",
    "social_organisation", "startup"};

Result<Employer> checked(const Context& ctx, const NewEmployer& given) {
    const auto uscc = reference::read_uscc(given.uscc);
    if (!uscc) return tl::unexpected(uscc.error());
    auto name = reference::check_employer_name(given.name);
    if (!name) return tl::unexpected(std::move(name.error()));
    if (!ctx.reference.areas().find(given.area))
        return refuse("area_unknown", "area", {{"area", given.area}});
    const auto address = text::trim(given.address);
    if (!text::is_utf8(address) || text::length(address) > 200) return refuse("address_invalid", "address");
    return Employer{.id = {},
                    .uscc = uscc->code,
                    .conforming = uscc->check_matches,
                    .name = std::move(*name),
                    .kind = given.kind,
                    .area = given.area,
                    .address = std::string(address),
                    .created_at = ctx.now};
}

std::string subject_of(EmployerId id) {
    return "employer:" + id.text();
}

constexpr int check_days = 10;
constexpr std::string_view standings[] = {"asked", "unchecked", "confirmed"};

Result<void> may_decide(const Context& ctx, EmployerId employer, Uuid own, std::string_view reason) {
    if (ctx.actor.kind == Actor::Kind::system) return {};
    if (ctx.actor.kind == Actor::Kind::staff) {
        if (auto allowed = may(ctx, Duty::window); !allowed) return allowed;
        return check_reason(reason);
    }
    const auto self = own.is_nil() ? std::nullopt : find_handler(ctx.tx, employer, own);
    if (!self || self->standing != Standing::confirmed) return refuse("handler_not_confirmed");
    return {};
}

}  // namespace

std::string_view name_of(EmployerKind kind) {
    return names[static_cast<size_t>(kind)];
}

std::string_view name_of(Standing standing) {
    return standings[static_cast<size_t>(standing)];
}

std::optional<EmployerKind> find_employer_kind(std::string_view name) {
    const auto at = std::ranges::find(names, name);
    if (at == std::end(names)) return std::nullopt;
    return static_cast<EmployerKind>(at - std::begin(names));
}

Result<EmployerId> register_employer(Context& ctx, const NewEmployer& given) {
    auto employer = checked(ctx, given);
    if (!employer) return tl::unexpected(std::move(employer.error()));
    if (const auto known = find_uscc(ctx.tx, employer->uscc)) return *known;
    employer->id = EmployerId::make(ctx.now);
    if (!claim_uscc(ctx.tx, employer->uscc, employer->id)) {
        if (const auto known = find_uscc(ctx.tx, employer->uscc)) return *known;
        throw Fault(
            "a unified social credit code was claimed at the same time by a transaction that is not "
            "finished");
    }
    insert_employer(ctx.tx, *employer);
    record(ctx, "employer_registered", subject_of(employer->id),
           json::print(json::Object{{"uscc", employer->uscc}, {"conforming", employer->conforming}}));
    return employer->id;
}

Result<void> change_employer(Context& ctx, EmployerId id, const NewEmployer& given) {
    auto employer = checked(ctx, given);
    if (!employer) return tl::unexpected(std::move(employer.error()));
    const auto old = find_employer(ctx.tx, id);
    if (!old) return refuse("employer_unknown");
    employer->id = id;
    json::Array fields;
    if (old->name != employer->name) fields.emplace_back("name");
    if (old->kind != employer->kind) fields.emplace_back("kind");
    if (old->area != employer->area) fields.emplace_back("area");
    if (old->address != employer->address) fields.emplace_back("address");
    if (fields.empty()) return {};
    update_employer(ctx.tx, *employer);
    record(ctx, "employer_changed", subject_of(id), json::print(json::Object{{"fields", std::move(fields)}}));
    return {};
}

std::optional<EmployerId> find_employer_by_uscc(store::Connection& c, std::string_view text) {
    const auto uscc = reference::read_uscc(text);
    return uscc ? find_uscc(c, uscc->code) : std::nullopt;
}

Employer get_employer(store::Connection& c, EmployerId id) {
    auto employer = find_employer(c, id);
    expect(employer.has_value(), "no employer has this id");
    return std::move(*employer);
}

Result<void> add_handler(Context& ctx, EmployerId employer, Uuid account, bool committed) {
    if (!find_employer(ctx.tx, employer)) return refuse("employer_unknown");
    if (is_handler(ctx.tx, employer, account)) return {};
    if (!committed) return refuse("handler_commitment_missing", "commitment");
    insert_handler(ctx.tx, {.employer = employer, .account = account, .committed = committed, .since_at = ctx.now, .until_at = {}});
    record(ctx, "handler_added", subject_of(employer), json::print(json::Object{{"account", account.text()}}));
    return {};
}

Result<Standing> ask_handler(Context& ctx, EmployerId employer, Uuid account, bool committed) {
    if (!find_employer(ctx.tx, employer)) return refuse("employer_unknown");
    if (const auto known = find_handler(ctx.tx, employer, account)) return known->standing;
    const bool others = !list_acting_handlers(ctx.tx, employer).empty();
    if (!committed) return refuse("handler_commitment_missing", "commitment");
    Handler asked{.employer = employer, .account = account, .committed = committed, .since_at = ctx.now, .until_at = {}, .standing = Standing::asked};
    if (!others) {
        asked.standing = Standing::unchecked;
        asked.check_due_on = ctx.reference.calendar().plus(ctx.now.date(), check_days, reference::DayKind::working);
    }
    insert_handler(ctx.tx, asked);
    record(ctx, others ? "handler_asked" : "handler_added", subject_of(employer),
           json::print(json::Object{{"account", account.text()}, {"standing", name_of(asked.standing)}}));
    return asked.standing;
}

Result<void> confirm_handler(Context& ctx, EmployerId employer, Uuid account, Uuid own, std::string_view reason) {
    if (auto allowed = may_decide(ctx, employer, own, reason); !allowed) return allowed;
    const auto found = find_handler(ctx.tx, employer, account);
    if (!found) return refuse("handler_unknown");
    if (found->standing == Standing::confirmed) return {};
    raise_handler(ctx.tx, employer, account);
    record(ctx, "handler_confirmed", subject_of(employer), json::print(json::Object{{"account", account.text()}, {"reason", reason}}));
    return {};
}

Result<void> end_handler(Context& ctx, EmployerId employer, Uuid account, Uuid own, std::string_view reason) {
    if (account != own || own.is_nil())
        if (auto allowed = may_decide(ctx, employer, own, reason); !allowed) return allowed;
    if (!close_handler(ctx.tx, employer, account, ctx.now)) return refuse("handler_unknown");
    record(ctx, "handler_ended", subject_of(employer), json::print(json::Object{{"account", account.text()}, {"reason", reason}}));
    return {};
}

}  // namespace leye::party
