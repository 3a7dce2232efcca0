#include "services/determination/judge.hpp"

#include <algorithm>
#include <set>

#include "records/catalog/rules.hpp"

namespace leye::determination {
namespace {

std::vector<std::string> outcome_words(const catalog::Determination& d) {
    const auto& outcomes = catalog::outcomes_of(d.kind);
    return {outcomes.begin(), outcomes.end()};
}

std::string_view text_of(const table::Compiled& compiled, size_t rule, std::string_view output) {
    const auto& names = compiled.table->outputs;
    const auto at = std::ranges::find(names, output);
    expect(at != names.end(), "a determination's table has its outputs");
    const auto& value = compiled.outputs[rule][static_cast<size_t>(at - names.begin())];
    const auto* text = value ? value->as<std::string>() : nullptr;
    expect(text != nullptr, "the outputs of a determination's table are constant");
    return *text;
}

}  // namespace

Judge::Judge(std::vector<const catalog::Determination*> determinations, const Dictionary& words, Date today)
    : words_(words), now_(Instant::start_of(today)) {
    std::set<Column> wanted;
    for (const auto* d : determinations) {
        Table t{.determination = d, .compiled = nullptr, .rulings = {{}}, .after = {}};
        table::Kinds kinds;
        table::Known known{.facts = {}, .now = now_};
        for (const auto& name : d->rules->table.names)
            if (const auto column = find_column(name)) kinds[name] = rule_of(*column).kind, wanted.insert(*column);
        for (const auto& code : d->after) {
            const auto at = std::ranges::find_if(tables_, [&](const Table& one) { return one.determination->code == code; });
            expect(at != tables_.end(), "a determination comes behind those it looks at");
            at->looked_at = true;
            t.after.push_back(static_cast<size_t>(at - tables_.begin()));
            kinds[code] = table::Kind::string;
        }
        const auto settings = catalog::settings_on(*d, today);
        for (const auto& [name, value] : settings) known.facts[std::string(name)] = catalog::value_in_rules(*d, name, value);
        t.compiled = std::make_unique<table::Compiled>(table::compile(d->rules->table, kinds, known));
        const auto& outcomes = catalog::outcomes_of(d->kind);
        for (size_t r = 0; r < d->rules->table.rules.size(); ++r) {
            const auto outcome = std::ranges::find(outcomes, text_of(*t.compiled, r, "outcome"));
            const auto* reason = d->find_reason(text_of(*t.compiled, r, "reason"));
            expect(outcome != outcomes.end() && reason, "a rule says an outcome of its kind, with a reason of its determination");
            t.rulings.push_back({static_cast<int>(outcome - outcomes.begin()), reason});
        }
        tables_.push_back(std::move(t));
    }
    wanted_.assign(wanted.begin(), wanted.end());
}

Rulings Judge::judge(const Snapshot& snapshot, const SnapshotChunk& chunk) const {
    Rulings out;
    table::Columns columns = snapshot.columns(chunk, wanted_);
    for (const Table& t : tables_) {
        out.rule.push_back(table::answer(*t.compiled, columns).rule);
        if (!t.looked_at) continue;
        std::vector<int32_t> codes(chunk.people);
        for (size_t i = 0; i < codes.size(); ++i) codes[i] = t.rulings[out.rule.back()[i]].outcome;
        columns.add(t.determination->code, table::Column::of_codes(outcome_words(*t.determination), codes));
    }
    return out;
}

std::string_view Judge::outcome(size_t d, uint16_t rule) const {
    const int at = ruling(d, rule).outcome;
    return at < 0 ? std::string_view() : catalog::outcomes_of(determination(d).kind)[static_cast<size_t>(at)];
}

json::Object Judge::facts(size_t d, const Profile& profile) const {
    json::Object out = to_json(profile, words_);
    for (const size_t before : tables_[d].after)
        if (const auto said = judge_one(before, profile)) out[determination(before).code] = said->outcome;
    return out;
}

Result<catalog::Determined> Judge::judge_one(size_t d, const Profile& profile) const {
    return catalog::determine(determination(d), facts(d, profile), now_);
}

std::vector<const catalog::Determination*> with_those_before(const std::vector<const catalog::Determination*>& all, const catalog::Determination& one) {
    std::vector<std::string> wanted{one.code};
    for (auto d = all.rbegin(); d != all.rend(); ++d) {
        const catalog::Determination& is = (*d)->code == one.code ? one : **d;
        if (std::ranges::find(wanted, is.code) != wanted.end()) wanted.insert(wanted.end(), is.after.begin(), is.after.end());
    }
    std::vector<const catalog::Determination*> out;
    for (const auto* d : all)
        if (std::ranges::find(wanted, d->code) != wanted.end() && d->code != one.code) out.push_back(d);
    out.push_back(&one);
    return out;
}

Result<Explained> ask_one(const std::vector<const catalog::Determination*>& all, const catalog::Determination& one, const Profile& profile, const Dictionary& words, Date today) {
    json::Object facts = to_json(profile, words);
    const Instant now = Instant::start_of(today);
    for (const auto* d : with_those_before(all, one)) {
        auto said = catalog::determine(*d, facts, now);
        if (!said) return tl::unexpected(said.error());
        if (d == &one) return Explained{std::move(*said), std::move(facts)};
        facts[d->code] = said->outcome;
    }
    throw Bug("a determination comes last among those it needs");
}

}  // namespace leye::determination
