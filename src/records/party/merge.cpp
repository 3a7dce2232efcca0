#include "records/party/merge.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "records/party/merge_store.hpp"
#include "records/party/person_store.hpp"

namespace leye::party {
namespace {

std::optional<std::string> citizen_number_of(const std::vector<Document>& documents) {
    for (const Document& d : documents)
        if (is_citizen_number(d.type)) return d.number;
    return std::nullopt;
}

Result<std::string> checked_reason(std::string_view reason) {
    const auto trimmed = text::trim(reason);
    if (!text::is_utf8(trimmed) || text::length(trimmed) < 4) return refuse("merge_reason_missing", "reason");
    return std::string(trimmed);
}

}  // namespace

Result<MergeId> merge(Context& ctx, PersonId keep, PersonId drop, std::string_view reason) {
    const auto why = checked_reason(reason);
    if (!why) return tl::unexpected(why.error());
    // Two merges the other way round would each find the other's file free, and make a circle.
    auto kept = find_kept_row(ctx.tx, keep), dropped = find_kept_row(ctx.tx, drop);
    while (kept && dropped) {
        const std::pair held{kept->id, dropped->id};
        hold_persons(ctx.tx, {held.first, held.second});
        kept = find_kept_row(ctx.tx, keep), dropped = find_kept_row(ctx.tx, drop);
        if (kept && dropped && std::pair(kept->id, dropped->id) == held) break;
    }
    if (!kept || !dropped) return refuse("person_unknown", kept ? "drop" : "keep");
    // Either place will do: a person is served where they live, and moved between the two files' areas.
    if (auto allowed = may(ctx, Duty::merge, kept->area); !allowed && !may(ctx, Duty::merge, dropped->area))
        return tl::unexpected(std::move(allowed.error()));
    if (kept->id == dropped->id) return refuse("merge_same", "drop");
    const auto a = citizen_number_of(load_documents(ctx.tx, ctx.seal, kept->id));
    const auto b = citizen_number_of(load_documents(ctx.tx, ctx.seal, dropped->id));
    if (a && b && *a != *b) return refuse("merge_citizens_differ", "drop");

    const Merge merge{.id = MergeId::make(ctx.now),
                      .keep = kept->id,
                      .drop = dropped->id,
                      .reason = *why,
                      .by = ctx.actor.text(),
                      .at = ctx.now};
    insert_merge(ctx.tx, merge);
    point_at(ctx.tx, dropped->id, kept->id);
    record(ctx, "person_merged", "person:" + kept->id.text(),
           json::print(
               json::Object{{"drop", dropped->id.text()}, {"merge", merge.id.text()}, {"reason", *why}}));
    return merge.id;
}

Result<void> unmerge(Context& ctx, MergeId id, std::string_view reason) {
    const auto why = checked_reason(reason);
    if (!why) return tl::unexpected(why.error());
    auto merge = find_merge(ctx.tx, id);
    if (!merge) return refuse("merge_unknown");
    hold_persons(ctx.tx, {merge->keep, merge->drop});
    merge = find_merge(ctx.tx, id);
    const auto kept = find_row(ctx.tx, merge->keep), dropped = find_row(ctx.tx, merge->drop);
    expect(kept && dropped, "a merge names a file that is not there");
    if (auto allowed = may(ctx, Duty::merge, kept->area); !allowed && !may(ctx, Duty::merge, dropped->area))
        return tl::unexpected(std::move(allowed.error()));
    if (merge->undone_at) return refuse("merge_undone_already");
    expect(dropped->merged_into == merge->keep, "a merge that holds is not in the file");
    mark_undone(ctx.tx, id, ctx.now, *why);
    point_at(ctx.tx, merge->drop, std::nullopt);
    record(ctx, "merge_undone", "person:" + merge->keep.text(),
           json::print(json::Object{{"drop", merge->drop.text()}, {"merge", id.text()}, {"reason", *why}}));
    return {};
}

void hold_persons(store::Connection& c, std::vector<PersonId> ids) {
    std::ranges::sort(ids);
    for (const PersonId& id : ids) hold_row(c, id);
}

std::optional<PersonId> resolve(store::Connection& c, PersonId id) {
    for (int steps = 0;; ++steps) {
        expect(steps < 100, "merged files form a circle");
        const auto next = find_merged_into(c, id);
        if (!next) return std::nullopt;
        if (!*next) return id;
        id = **next;
    }
}

}  // namespace leye::party
