#include "records/catalog/load_determination.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "records/catalog/rules.hpp"

namespace leye::catalog {
namespace {

// What a person is told of: an offer, what was done to the register, the end of what was granted.
const std::vector<std::string_view> events = {"offered", "applied", "ended"};

// A rule that names a setting before its first day would see null and hold never.
void check_settings(const YamlNode& root, const Determination& d) {
    for (const auto& node : root.get("settings", false).list()) {
        const std::string name = node.get("name").text();
        node.get("mark");
        if (std::ranges::none_of(d.settings, [&](const Setting& s) { return s.name == name && s.from <= d.from; }))
            node.fault(fmt::format("the setting {} has no value on {}, when {} begins", name, d.from.text(), d.code));
    }
}

Determination load_determination(const std::string& dir, const std::string& file, std::vector<Named>& named, std::vector<std::string>& faults) {
    const YamlNode root = YamlNode::load(file, faults);
    root.only({"code", "version", "kind", "name", "summary", "clauses", "law", "from", "until", "decision", "after", "kept", "item", "letters", "settings", "figures", "reasons"});
    Determination out;
    read_head(root, file, out);
    out.kind = root.get("kind").one_of(determination_kinds);
    out.law = texts(root.get("law"));
    for (const FactName& f : determination_fact_names()) out.names[std::string(f.name)] = {f.type};
    if (out.names.contains(out.code)) root.get("code").fault(fmt::format("{} is the name of a fact", out.code));
    for (const auto& node : root.get("after", false).list()) {
        out.after.push_back(node.text());
        if (!out.names.emplace(node.text(), NameInRules{"string"}).second) node.fault(fmt::format("{} is the name of a fact, or stands twice", node.text()));
    }
    if (root.has("kept")) out.kept = root.get("kept").boolean();
    out.item = root.get("item", false).text();
    if (!out.item.empty()) named.push_back({Named::Kind::item, out.item, root.get("item").place()});
    for (const auto& [event, letter] : root.get("letters", false).entries()) {
        if (std::ranges::find(events, event) == events.end()) letter.fault(fmt::format("there is no event {}", event));
        out.letters[event] = letter.text();
        named.push_back({Named::Kind::letter, letter.text(), letter.place()});
    }
    read_settings(root.get("settings", false), out);
    check_settings(root, out);
    read_figures(root.get("figures", false), out);
    read_reasons(root.get("reasons"), out, outcomes_of(out.kind), named, [&](const YamlNode& node, const Reason& r) {
        if (r.by_officer) node.fault("an officer decides cases, not determinations");
        if (r.amount && r.outcome != "entitled") node.fault("only what somebody is entitled to has an amount");
    });
    out.rules = load_rules(dir, out, faults);
    return out;
}

// Whether what `code` waits for waits, sooner or later, for `wanted`.
bool is_behind(const std::vector<const Determination*>& all, const std::string& code, const std::string& wanted, std::set<std::string>& seen) {
    const auto it = std::ranges::find(all, code, &Determination::code);
    return it != all.end() && std::ranges::any_of((*it)->after, [&](const std::string& before) {
        return before == wanted || (seen.insert(before).second && is_behind(all, before, wanted, seen));
    });
}

// What each waits for is there, and no circle leaves one of them waiting for ever.
void check_after(const std::vector<std::shared_ptr<const Determination>>& all, std::vector<std::string>& faults) {
    std::set<std::string, std::less<>> codes;
    std::vector<const Determination*> newest;
    for (size_t i = 0; i < all.size(); ++i) {
        codes.insert(all[i]->code);
        if (i + 1 == all.size() || all[i + 1]->code != all[i]->code) newest.push_back(all[i].get());
    }
    for (const auto& d : all)
        for (const auto& before : d->after)
            if (!codes.contains(before)) faults.push_back(fmt::format("{}:1: there is no determination {} for this one to come after", d->file, before));
    for (const Determination* d : newest)
        if (std::set<std::string> seen; is_behind(newest, d->code, d->code, seen))
            faults.push_back(fmt::format("{}:1: {} waits in a circle for the outcome of {}", d->file, d->code, fmt::join(d->after, ", ")));
}

}  // namespace

std::vector<const Determination*> in_order(std::vector<const Determination*> all) {
    std::ranges::sort(all, {}, &Determination::code);
    std::vector<const Determination*> out;
    // Those before which nothing is left, again and again; what is not in `all` need not be waited for.
    const auto is_waited_for = [&](const std::string& code) {
        return std::ranges::any_of(all, [&](const Determination* d) { return d->code == code; }) &&
               std::ranges::none_of(out, [&](const Determination* d) { return d->code == code; });
    };
    for (bool moved = true; moved;) {
        moved = false;
        for (const Determination* d : all) {
            if (std::ranges::find(out, d) != out.end() || std::ranges::any_of(d->after, is_waited_for)) continue;
            out.push_back(d), moved = true;
        }
    }
    return out;
}

std::vector<std::shared_ptr<const Determination>> load_determinations(const std::string& dir, std::vector<Named>& named, std::vector<std::string>& faults) {
    std::vector<std::shared_ptr<const Determination>> out;
    for (const auto& file : yaml_files(dir + "/determinations", ".yaml", faults))
        out.push_back(std::make_shared<const Determination>(load_determination(dir, file, named, faults)));
    std::ranges::sort(out, [](const auto& a, const auto& b) { return std::tie(a->code, a->version) < std::tie(b->code, b->version); });
    check_after(out, faults);
    return out;
}

}  // namespace leye::catalog
