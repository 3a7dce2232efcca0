#include <charconv>

#include "base/hints.hpp"
#include "edge/routes/finding_shape.hpp"
#include "edge/routes/case_view.hpp"
#include "edge/routes/house.hpp"
#include "records/catalog/rules.hpp"
#include "records/party/duty.hpp"
#include "services/determination/sweep.hpp"
#include "services/determination/trials.hpp"
#include "services/policy/draft.hpp"

namespace leye::routes {

struct DeterminationSettingShape {
    std::string name;
    Words label;
    int value = 0;
    bool is_days = false;
    Date from;
    std::string source, mark;
};
BOOST_DESCRIBE_STRUCT(DeterminationSettingShape, (), (name, label, value, is_days, from, source, mark))

struct DeterminationShape {
    std::string code, kind;
    int version = 1;
    Words name, summary;
    std::vector<std::string> clauses, law, after;
    bool kept = true;
    std::string table, table_version;
    int rules = 0;
    std::vector<DeterminationSettingShape> settings;
};
BOOST_DESCRIBE_STRUCT(DeterminationShape, (), (code, kind, version, name, summary, clauses, law, after, kept, table, table_version, rules, settings))
json::Hints hints_of(const DeterminationShape*) { return {{"kind", json::one_of(catalog::determination_kinds)}}; }

struct DeterminationsShape {
    std::vector<DeterminationShape> rows;
};
BOOST_DESCRIBE_STRUCT(DeterminationsShape, (), (rows))

struct NewTrialShape {
    std::string determination;
    json::Object settings;
    std::optional<std::string> dmn;    ///< another table
    std::optional<std::string> draft;  ///< or that of a draft, as it stands
};
BOOST_DESCRIBE_STRUCT(NewTrialShape, (), (determination, settings, dmn, draft))

struct TallyShape {
    int64_t people = 0, before = 0, after = 0, gain = 0, lose = 0, other = 0, yuan_before = 0, yuan_after = 0;
};
BOOST_DESCRIBE_STRUCT(TallyShape, (), (people, before, after, gain, lose, other, yuan_before, yuan_after))

struct TrialGroupShape : TallyShape {
    std::string by, key, name;
};
BOOST_DESCRIBE_STRUCT(TrialGroupShape, (TallyShape), (by, key, name))

struct TrialMoveShape {
    std::string before, after;
    Words before_sentence, after_sentence;
    int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(TrialMoveShape, (), (before, after, before_sentence, after_sentence, people))

struct FairnessShape {
    int64_t compared = 0, differing = 0, local = 0, local_wanted = 0, other = 0, other_wanted = 0;
};
BOOST_DESCRIBE_STRUCT(FairnessShape, (), (compared, differing, local, local_wanted, other, other_wanted))

struct TrialResultShape {
    Date day;
    int64_t people = 0;
    std::string snapshot_hash;
    TallyShape all;
    std::vector<TrialGroupShape> groups;
    std::vector<TrialMoveShape> moves;
    FairnessShape fairness;
    int64_t affected = 0;  ///< listed, at most 1,000
};
BOOST_DESCRIBE_STRUCT(TrialResultShape, (), (day, people, snapshot_hash, all, groups, moves, fairness, affected))

struct TrialChangeShape {
    std::string name;
    Words label;
    int64_t before = 0, after = 0;
};
BOOST_DESCRIBE_STRUCT(TrialChangeShape, (), (name, label, before, after))

struct TrialShape {
    std::string id, state, by, determination;
    Words name;
    Instant asked_at;
    std::optional<Instant> ended_at;
    std::optional<double> share;
    std::optional<int> seconds_left;
    std::vector<TrialChangeShape> changes;
    bool other_table = false;
    std::optional<TrialResultShape> result;
};
BOOST_DESCRIBE_STRUCT(TrialShape, (), (id, state, by, determination, name, asked_at, ended_at, share, seconds_left, changes, other_table, result))
json::Hints hints_of(const TrialShape*) { return {{"state", json::one_of({"waiting", "running", "done", "stopped", "failed"})}}; }

struct TrialsShape {
    std::vector<TrialShape> rows;
};
BOOST_DESCRIBE_STRUCT(TrialsShape, (), (rows))

struct AffectedShape {
    int number = 0;  ///< in the list; nobody's name is told
    std::string area_name;
    std::optional<int64_t> age;
    std::optional<std::string> sex;
    std::string before, after;
    Words before_sentence, after_sentence;
    std::optional<AmountShape> amount_before, amount_after;
    std::vector<FactShape> facts;  ///< what either table looks at; of one case only
};
BOOST_DESCRIBE_STRUCT(AffectedShape, (), (number, area_name, age, sex, before, after, before_sentence, after_sentence, amount_before, amount_after, facts))

struct AffectedPageShape {
    std::vector<AffectedShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(AffectedPageShape, (), (rows, next_cursor))

namespace {

using determination::Trial;
using determination::TrialId;
using http::Response;

Result<void> may_try(const Call& call) {
    if (auto in = call.staff(); !in) return in;
    return party::may_any(call.actor(), {party::Duty::manager, party::Duty::policy});
}

Words label_of(const Call& call, const std::string& setting) {
    const auto& phrases = call.house.office.phrases;
    if (!phrases.has("setting_" + setting)) return {setting, setting};
    const auto& phrase = phrases.get("setting_" + setting);
    return {phrase.zh, phrase.en};
}

DeterminationShape shape_of(const Call& call, const catalog::Determination& d, Date on) {
    DeterminationShape out{.code = d.code, .kind = d.kind, .version = d.version, .name = d.name, .summary = d.summary, .clauses = d.clauses, .law = d.law, .after = d.after, .kept = d.kept,
                           .table = d.decision, .table_version = d.rules->hash, .rules = static_cast<int>(d.rules->table.rules.size())};
    const auto now = catalog::settings_on(d, on);
    for (const auto& s : d.settings)
        if (s.from <= on && now.contains(s.name) && std::ranges::none_of(d.settings, [&](const catalog::Setting& o) { return o.name == s.name && o.from <= on && s.from < o.from; }))
            out.settings.push_back({s.name, label_of(call, s.name), s.value, s.is_days, s.from, s.source, s.mark});
    return out;
}

Result<Response> determinations(Call& call) {
    if (auto allowed = may_try(call); !allowed) return tl::unexpected(allowed.error());
    DeterminationsShape out;
    for (const auto* d : call.house.office.catalog->list_determinations(call.now.date())) out.rows.push_back(shape_of(call, *d, call.now.date()));
    return give(out);
}

TallyShape shape_of(const determination::Tally& t) { return {t.people, t.before, t.after, t.gain, t.lose, t.other, t.yuan_before, t.yuan_after}; }

Words sentence_of(const catalog::Determination& d, const std::string& code) {
    const auto* reason = d.find_reason(code);
    return reason ? reason->sentence : Words{code, code};
}

std::string group_name(const Call& call, determination::By by, const std::string& key) {
    if (by != determination::By::city) return key;
    const auto* city = call.house.reference.areas().find(key);
    return city ? city->name : key;
}

TrialResultShape shape_of(const Call& call, const Trial& t) {
    const auto& r = *t.result;
    TrialResultShape out{.day = r.of.day, .people = r.of.people, .snapshot_hash = r.of.hash, .all = shape_of(r.all), .affected = static_cast<int64_t>(r.affected.size())};
    for (size_t i = 0; i < determination::by_count; ++i)
        for (const auto& [key, tally] : r.by[i]) {
            TrialGroupShape group;
            static_cast<TallyShape&>(group) = shape_of(tally);
            group.by = determination::name_of(static_cast<determination::By>(i)), group.key = key, group.name = group_name(call, static_cast<determination::By>(i), key);
            out.groups.push_back(std::move(group));
        }
    for (const auto& [before, tos] : r.moved)
        for (const auto& [after, n] : tos) out.moves.push_back({before, after, sentence_of(*t.now, before), sentence_of(*t.then, after), n});
    std::ranges::sort(out.moves, std::ranges::greater(), &TrialMoveShape::people);
    const auto& f = r.fairness;
    out.fairness = {f.compared, f.differing, f.local, f.local_wanted, f.other, f.other_wanted};
    return out;
}

TrialShape shape_of(const Call& call, const Trial& t, bool whole) {
    TrialShape out{.id = t.id.text(), .state = std::string(determination::name_of(t.state)), .by = t.by, .determination = t.now->code, .name = t.now->name, .asked_at = t.asked_at, .ended_at = t.ended_at};
    if (t.state == Trial::State::running && t.all > 0) out.share = static_cast<double>(t.done) / static_cast<double>(t.all);
    out.seconds_left = t.seconds_left(call.now);
    const Date on = t.asked_at.date();
    const auto before = shape_of(call, *t.now, on).settings, after = shape_of(call, *t.then, on).settings;
    for (const auto& s : before)
        if (const auto it = std::ranges::find(after, s.name, &DeterminationSettingShape::name); it != after.end() && it->value != s.value) out.changes.push_back({s.name, s.label, s.value, it->value});
    out.other_table = t.now->rules->hash != t.then->rules->hash;
    if (whole && t.result) out.result = shape_of(call, t);
    return out;
}

Result<Trial> find_trial(const Call& call) {
    if (auto allowed = may_try(call); !allowed) return tl::unexpected(allowed.error());
    const auto id = TrialId::parse(call.request.param("id"));
    auto found = id ? call.house.trials.find(*id) : std::nullopt;
    if (!found) return refuse("trial_unknown", "id");
    return std::move(*found);
}

// The newest snapshot that is there.
std::optional<std::string> newest_snapshot(const Call& call) {
    const auto sweeps = call.house.db.read([](store::Connection& c) { return determination::list_sweeps(c, std::nullopt, 100); });
    for (const auto& s : sweeps) {
        if (!s.whole) continue;
        const std::string file = determination::snapshot_file(call.house.snapshots, s.number);
        if (!s.snapshot_hash.empty() && determination::Snapshot::is_there(file)) return file;
    }
    return std::nullopt;
}

Result<Response> start(Call& call) {
    if (auto allowed = may_try(call); !allowed) return tl::unexpected(allowed.error());
    const auto body = read_body<NewTrialShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const Date today = call.now.date();
    const auto& catalog = *call.house.office.catalog;
    const auto* now = catalog.find_determination(body->determination, today);
    if (!now) return refuse("determination_unknown", "determination");
    determination::TrialChange change{.settings = {}, .dmn = body->dmn.value_or("")};
    if (body->draft) {
        const auto id = policy::DraftId::parse(*body->draft);
        const auto draft = id ? call.house.db.read([&](store::Connection& c) { return policy::find_draft(c, *id); }) : std::nullopt;
        if (!draft || draft->item != now->code) return refuse("policy_draft_unknown", "draft");
        change.dmn = draft->dmn;
    }
    for (const auto& [name, value] : body->settings) {
        if (!value.is_int64()) return refuse("json_type", "settings." + std::string(name), {{"wanted", "whole number"}});
        change.settings[name] = value.get_int64();
    }
    auto then = determination::changed(*now, change, today);
    if (!then) return tl::unexpected(then.error());
    const auto snapshot = newest_snapshot(call);
    if (!snapshot) return refuse("snapshot_missing");
    const auto id = call.house.trials.start(call.actor(), *snapshot, catalog.list_determinations(today), std::make_shared<const catalog::Determination>(*now), std::move(*then));
    if (!id) return tl::unexpected(id.error());
    return give(shape_of(call, *call.house.trials.find(*id), true), 202);
}

Result<Response> list(Call& call) {
    if (auto allowed = may_try(call); !allowed) return tl::unexpected(allowed.error());
    TrialsShape out;
    for (const auto& t : call.house.trials.list()) out.rows.push_back(shape_of(call, t, false));
    return give(out);
}

Result<Response> one(Call& call) {
    const auto t = find_trial(call);
    if (!t) return tl::unexpected(t.error());
    return give(shape_of(call, *t, true));
}

Result<Response> stop(Call& call) {
    const auto t = find_trial(call);
    if (!t) return tl::unexpected(t.error());
    call.house.trials.stop(t->id);
    return give(shape_of(call, *call.house.trials.find(t->id), false));
}

std::optional<AmountShape> shape_of(const std::optional<catalog::Amount>& amount) {
    if (!amount) return std::nullopt;
    return AmountShape{amount->yuan, amount->per, amount->months};
}

AffectedShape shape_of(const Call& call, const Trial& t, size_t at) {
    const auto& a = t.result->affected[at];
    const std::string digits = std::to_string(a.area);
    return {.number = static_cast<int>(at + 1), .area_name = digits.size() < 6 ? "" : call.house.reference.areas().full_name(digits.substr(0, 6)), .age = {}, .sex = {},
            .before = {}, .after = {}, .before_sentence = {}, .after_sentence = {}, .amount_before = {}, .amount_after = {}, .facts = {}};
}

// What both tables say of the person, asked again of the snapshot.
Result<void> explain(Call& call, const Trial& t, const determination::Snapshot& snapshot, size_t at, AffectedShape& out, bool with_facts) {
    const auto found = snapshot.find(t.result->affected[at].person);
    if (!found) return refuse("trial_unknown", "id");
    const auto said = [&](const catalog::Determination& d) { return determination::ask_one(t.others, d, *found, snapshot.words(), snapshot.head().day); };
    const auto before = said(*t.now), after = said(*t.then);
    if (!before) return tl::unexpected(before.error());
    if (!after) return tl::unexpected(after.error());
    out.before = before->said.outcome, out.after = after->said.outcome;
    out.before_sentence = before->said.sentence, out.after_sentence = after->said.sentence;
    out.amount_before = shape_of(before->said.amount), out.amount_after = shape_of(after->said.amount);
    const auto& facts = after->facts;
    if (const auto* age = facts.if_contains("age"); age && age->is_int64()) out.age = age->get_int64();
    if (const auto* sex = facts.if_contains("sex"); sex && sex->is_string()) out.sex = std::string(sex->get_string());
    if (!with_facts) return {};
    return call.house.db.read([&](store::Connection& c) -> Result<void> {
        CaseView view(call.house, c, call.actor(), call.now);
        for (const auto& name : t.then->rules->table.names)
            if (const auto* value = facts.if_contains(name); value && !value->is_null()) out.facts.push_back(view.fact(nullptr, name, *value, "rule"));
        return {};
    });
}

Result<Response> affected(Call& call) {
    const auto t = find_trial(call);
    if (!t) return tl::unexpected(t.error());
    if (!t->result) return give(AffectedPageShape{});
    const auto after = call.number_cursor();
    if (!after) return tl::unexpected(after.error());
    const size_t from = static_cast<size_t>(after->value_or(0)), limit = static_cast<size_t>(call.limit(50));
    const auto snapshot = determination::Snapshot::open(t->snapshot);
    AffectedPageShape out;
    const size_t end = std::min(t->result->affected.size(), from + limit);
    for (size_t i = from; i < end; ++i) {
        out.rows.push_back(shape_of(call, *t, i));
        if (auto told = explain(call, *t, snapshot, i, out.rows.back(), false); !told) return tl::unexpected(told.error());
    }
    if (end < t->result->affected.size()) out.next_cursor = std::to_string(end);
    return give(out);
}

Result<Response> affected_one(Call& call) {
    const auto t = find_trial(call);
    if (!t) return tl::unexpected(t.error());
    const std::string& text = call.request.param("n");
    size_t n = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (failed != std::errc() || end != text.data() + text.size() || !t->result || n == 0 || n > t->result->affected.size()) return refuse("trial_unknown", "n");
    AffectedShape out = shape_of(call, *t, n - 1);
    const auto snapshot = determination::Snapshot::open(t->snapshot);
    if (auto told = explain(call, *t, snapshot, n - 1, out, true); !told) return tl::unexpected(told.error());
    return give(out);
}

}  // namespace

void add_trials(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, http::Schema response, http::Schema request = {}, int status = 200, std::vector<http::QueryParameter> query = {}) {
        router.add(method, std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "staff: manager, policy", .tag = "desk", .query = std::move(query), .request = std::move(request), .response = std::move(response), .status = status});
    };
    add("GET", "/v1/desk/determinations", "What is decided from data, with its settings", determinations, http::schema_of<DeterminationsShape>());
    add("GET", "/v1/desk/trials", "Rules tried lately, newest first", list, http::schema_of<TrialsShape>());
    add("POST", "/v1/desk/trials", "Try a changed setting or table on everybody; nothing is written", start, http::schema_of<TrialShape>(), http::schema_of<NewTrialShape>(), 202);
    add("GET", "/v1/desk/trials/{id}", "A trial, with its progress or what came of it", one, http::schema_of<TrialShape>());
    add("POST", "/v1/desk/trials/{id}/stop", "Stop it", stop, http::schema_of<TrialShape>());
    add("GET", "/v1/desk/trials/{id}/affected", "Whose answer would be another one, without names; at most 1,000", affected, http::schema_of<AffectedPageShape>(), {}, 200, {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    add("GET", "/v1/desk/trials/{id}/affected/{n}", "One of them, with the facts behind both answers", affected_one, http::schema_of<AffectedShape>());
}

}  // namespace leye::routes
