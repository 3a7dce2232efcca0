#include <algorithm>

#include "edge/routes/entitlement_shape.hpp"
#include "edge/routes/house.hpp"
#include "services/determination/entitlement.hpp"
#include "services/determination/sweep.hpp"
#include "services/determination/take.hpp"

namespace leye::routes {
namespace {

using http::Response;

constexpr size_t told_bytes_max = 20'000;

/// Makes the words people see of facts and answers.
class Telling {
  public:
    Telling(const House& house, const json::Object& facts, const json::Object& told, bool from_records) : house_(house), facts_(facts), told_(told), from_records_(from_records) {}

    AskedFactShape asked(const determination::AskedFact& f) const {
        AskedFactShape out;
        static_cast<SaidFactShape&>(out) = said(std::string(f.name));
        out.group = f.group, out.type = known(f.name).type, out.value = value(f.name);
        if (const auto* list = determination::list_of(house_.reference, f.name))
            for (const auto& code : list->codes) out.options.push_back({code.code, {code.zh, code.en}});
        return out;
    }

    EntitlementShape shape(const determination::Entitlement& e) const {
        const catalog::Determination& d = *e.determination;
        EntitlementShape out{.code = d.code, .name = d.name, .summary = d.summary, .standing = std::string(determination::name_of(e.standing)), .reason_code = e.said.reason,
                             .sentence = e.said.sentence, .change = {}, .amount = shape(e.said.amount), .clause = e.said.clause, .law = d.law, .table = e.said.table,
                             .table_version = e.said.table_version, .rule = e.said.rule, .facts = {}, .because = {}, .ways = {}, .missing = {}, .starts = starts(e.said.item)};
        if (!e.said.change.zh.empty()) out.change = e.said.change;
        for (const auto& name : e.facts) out.facts.push_back(said(name));
        for (const auto& b : e.because) out.because.push_back({b.determination->code, b.determination->name, b.said.sentence, b.said.clause});
        for (const auto& way : e.ways) {
            out.ways.push_back({{}, shape(way.amount)});
            for (const auto& step : way.steps) {
                StepShape told;
                static_cast<NamedFactShape&>(told) = named(step.name);
                told.from = words(step.name, step.from), told.to = words(step.name, step.to);
                out.ways.back().steps.push_back(std::move(told));
            }
        }
        for (const auto& name : e.missing) out.missing.push_back(named(name));
        return out;
    }

  private:
    static const catalog::FactName& known(std::string_view name) { return *std::ranges::find(catalog::determination_fact_names(), name, &catalog::FactName::name); }
    static std::optional<AmountShape> shape(const std::optional<catalog::Amount>& a) { return a ? std::optional(AmountShape{a->yuan, a->per, a->months}) : std::nullopt; }

    json::Value value(std::string_view name) const {
        const auto* v = facts_.if_contains(name);
        return v ? *v : json::Value();
    }
    NamedFactShape named(const std::string& name) const {
        const auto& phrase = house_.office.phrases.get("fact_" + name);
        return {name, {phrase.zh, phrase.en}};
    }
    SaidFactShape said(const std::string& name) const {
        SaidFactShape out;
        static_cast<NamedFactShape&>(out) = named(name);
        out.shown = words(name, value(name));
        const auto& source = house_.office.phrases.get("source_" + std::string(source_of(name)));
        out.source = {source.zh, source.en};
        return out;
    }
    // Of somebody whom no record speaks of, what was not told is taken to be «no».
    std::string_view source_of(std::string_view name) const {
        if (told_.contains(determination::asked_as(name))) return "told";
        const auto source = known(name).source;
        return from_records_ || source == "rule" ? source : "assumed";
    }
    Words words(std::string_view name, const json::Value& v) const {
        if (v.is_bool()) return v.get_bool() ? Words{"是", "Yes"} : Words{"否", "No"};
        const auto* list = determination::list_of(house_.reference, name);
        if (const auto* code = list && v.is_string() ? list->find(v.get_string()) : nullptr) return {code->zh, code->en};
        return catalog::filled({"{it}", "{it}"}, {{"it", v}});
    }
    std::optional<StartsShape> starts(const std::string& item) const {
        const auto* found = item.empty() ? nullptr : house_.office.catalog->find_item(item, house_.clock.now().date());
        return found ? std::optional(StartsShape{found->code, found->name}) : std::nullopt;
    }

    const House& house_;
    const json::Object& facts_;
    const json::Object& told_;
    bool from_records_;
};

Result<Response> answer(Call& call, const json::Object& facts, const json::Object& told, bool from_records) {
    const auto all = determination::list_entitlements(*call.house.office.catalog, facts, call.now);
    if (!all) return tl::unexpected(all.error());
    const Telling telling(call.house, facts, told, from_records);
    EntitlementsShape out{.today = call.now.date(), .facts = {}, .policies = {}};
    for (const auto& f : determination::asked_facts()) out.facts.push_back(telling.asked(f));
    for (const auto& e : *all) out.policies.push_back(telling.shape(e));
    return give(out);
}

// What is known with what the request tells over it.
Result<Response> told_over(Call& call, json::Object known) {
    if (call.request.body.size() > told_bytes_max) return refuse("body_too_large");
    auto body = read_body<ToldFactsShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const bool from_records = !known.empty();
    const auto facts = determination::with_told(call.house.reference, std::move(known), body->facts, call.now.date());
    if (!facts) return tl::unexpected(facts.error());
    return answer(call, *facts, body->facts, from_records);
}

// What the records know of the person who asks.
json::Object facts_of(const Call& call, store::Connection& c, party::PersonId person) {
    const auto words = determination::make_dictionary(call.house.reference);
    const Date today = call.now.date();
    const determination::Folder folder(call.house.reference, words,
                                       determination::find_moment(c, today, call.now, fact::newest_batch(c), determination::fold_terms_on(*call.house.office.catalog, today)));
    return determination::to_json(determination::gather_profile(c, folder, words, person), words);
}

Result<Response> mine(Call& call) {
    const auto id = call.person();
    if (!id) return tl::unexpected(id.error());
    const auto facts = call.house.db.read([&](store::Connection& c) { return facts_of(call, c, *id); });
    return answer(call, facts, {}, true);
}

// The same with some of them told otherwise, for this calculation only; nothing is kept.
Result<Response> mine_told(Call& call) {
    const auto id = call.person();
    if (!id) return tl::unexpected(id.error());
    return told_over(call, call.house.db.read([&](store::Connection& c) { return facts_of(call, c, *id); }));
}

// With facts that somebody types in, who may be anybody; nothing is kept.
Result<Response> try_facts(Call& call) {
    return told_over(call, {});
}

}  // namespace

void add_entitlements(http::Router& router, House& house) {
    router.add("GET", "/v1/me/entitlements", {.handler = with_call(house, mine), .summary = "What I can get, by what the records know", .who = "person", .tag = "me", .response = http::schema_of<EntitlementsShape>()});
    router.add("POST", "/v1/me/entitlements", {.handler = with_call(house, mine_told), .summary = "What I could get with some facts told otherwise; nothing is kept", .who = "person", .tag = "me",
                                               .request = http::schema_of<ToldFactsShape>(), .response = http::schema_of<EntitlementsShape>()});
    router.add("POST", "/v1/entitlements", {.handler = with_call(house, try_facts), .summary = "What somebody with these facts can get; nothing is kept", .who = "anybody", .tag = "public",
                                            .request = http::schema_of<ToldFactsShape>(), .response = http::schema_of<EntitlementsShape>()});
}

}  // namespace leye::routes
