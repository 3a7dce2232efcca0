#include "records/party/read_log.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "records/party/merge.hpp"
#include "records/party/read_log_store.hpp"

namespace leye::party {
Result<void> open_file(Context& ctx, PersonId id, std::string_view purpose, const Task& task) {
    using enum Actor::Kind;
    const auto kept = resolve(ctx.tx, id);
    if (!kept) return refuse("person_unknown");
    if (ctx.actor.kind == nobody) return refuse("sign_in_needed");
    if (ctx.actor.kind == person || ctx.actor.kind == handler) {
        if (!ctx.actor.person.is_nil() && resolve(ctx.tx, ctx.actor.person) == kept) return {};
        return refuse("read_not_yours");
    }
    if (ctx.actor.kind == staff && !opens_files(ctx.actor))
        return refuse("duty_missing", "", {{"duty", std::string(name_of(Duty::window))}});
    const auto why = text::trim(purpose);
    if (!text::is_utf8(why) || text::length(why) > 200) return refuse("read_needs_reason", "reason");
    if (ctx.actor.kind == staff && !task.held)
        if (auto good = check_reason(why); !good) return good;
    record_read(ctx, *kept, why, task.case_number);
    return {};
}

Result<void> check_reason(std::string_view reason) {
    const auto why = text::trim(reason);
    if (!text::is_utf8(why) || text::length(why) < 4 || text::length(why) > 200) return refuse("read_needs_reason", "reason");
    return {};
}

void record_read(Context& ctx, PersonId id, std::string_view purpose, std::string_view case_number) {
    const Reading reading{.id = Uuid::make(ctx.now),
                          .person = id,
                          .at = ctx.now,
                          .staff = ctx.actor.staff,
                          .agency = ctx.actor.agency,
                          .by = ctx.actor.text(),
                          .agency_name = {},
                          .purpose = std::string(purpose),
                          .case_number = std::string(case_number)};
    insert_reading(ctx.tx, reading);
    json::Object detail;
    if (!purpose.empty()) detail["purpose"] = purpose;
    if (!case_number.empty()) detail["case"] = case_number;
    record(ctx, "file_read", "person:" + id.text(), json::print(detail));
}

void record_unit_read(Context& ctx, EmployerId id, std::string_view purpose) {
    insert_unit_reading(ctx.tx, id, Uuid::make(ctx.now), ctx.now, ctx.actor.staff, ctx.actor.agency, purpose);
    record(ctx, "unit_read", "employer:" + id.text(), json::print(json::Object{{"purpose", purpose}}));
}

}  // namespace leye::party
