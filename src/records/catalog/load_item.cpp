#include "records/catalog/load_item.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/catalog/fact.hpp"
#include "records/catalog/load_ruled.hpp"
#include "records/reference/reference.hpp"

namespace leye::catalog {
namespace {

const std::vector<std::string_view> events = {"submitted", "accepted",   "awaiting_correction", "settled",    "refused", "withdrawn",
                                              "objected",  "correction_asked", "answered",     "check_kept", "check_broken",
                                              "corrected", "revoked",          "worker_settled", "worker_corrected", "worker_revoked"};

reference::DayKind day_kind(const YamlNode& node) {
    return node.one_of({"working", "natural"}) == "natural" ? reference::DayKind::natural : reference::DayKind::working;
}

std::vector<Words> sentences(const YamlNode& node) {
    std::vector<Words> out;
    for (const auto& item : node.list()) out.push_back(item.words());
    return out;
}

// As the rules see it.
std::string_view type_of(const Field& f) {
    if (f.type == "date") return "date";
    if (f.type == "boolean") return "boolean";
    return f.type == "integer" ? "number" : "string";
}

Field read_field(const YamlNode& node, const reference::Reference& reference) {
    node.only({"name", "type", "label", "hint", "required", "options", "list", "known_from", "asked_if", "shown_if", "length_max", "fixed"});
    Field out;
    out.name = node.get("name").text();
    out.type = node.get("type").one_of(field_types);
    out.label = node.get("label").words();
    out.hint = node.get("hint", false).words();
    out.required = node.get("required", false).boolean();
    out.known_from = node.get("known_from", false).text();
    if (!out.known_from.empty() && !find_fact_name(out.known_from)) node.get("known_from").fault(fmt::format("there is no fact {}", out.known_from));
    out.asked_if = node.get("asked_if", false).text();
    if (const auto* fact = find_fact_name(out.asked_if); !out.asked_if.empty() && (!fact || fact->type != "boolean"))
        node.get("asked_if").fault(fmt::format("there is no fact {} that is true or false", out.asked_if));
    if (!out.asked_if.empty() && out.required) node.get("asked_if").fault(fmt::format("{} is asked of some only and cannot be required of all", out.name));
    out.fixed = node.get("fixed", false).boolean();
    if (node.has("length_max")) out.length_max = node.get("length_max").integer(1, 4000);
    if (node.has("shown_if")) {
        const YamlNode shown = node.get("shown_if");
        shown.only({"field", "equals"});
        out.shown_if = ShownIf{shown.get("field").text(), shown.get("equals").text()};
    }
    for (const auto& option : node.get("options", false).list()) {
        option.only({"value", "label"});
        out.options.push_back({option.get("value").text(), option.get("label").words()});
    }
    const std::string list = out.type == "document_type" ? "document_type" : node.get("list", false).text();
    if (!list.empty()) {
        if (const auto* codes = reference.find_list(list))
            for (const auto& code : codes->codes) out.options.push_back({code.code, {code.zh, code.en}});
        else
            node.get("list").fault(fmt::format("there is no code list {}", list));
    }
    if ((out.type == "choice" || out.type == "choices") && out.options.empty() && list.empty()) node.fault(fmt::format("{} needs options or a list", out.name));
    return out;
}

Guide read_guide(const YamlNode& node) {
    node.only({"who", "steps", "bring", "result", "fee", "where", "time", "law"});
    return {.who = node.get("who").words(), .result = node.get("result").words(), .fee = node.get("fee").words(), .where = node.get("where").words(),
            .time = node.get("time").words(), .steps = sentences(node.get("steps")), .bring = sentences(node.get("bring")), .law = texts(node.get("law"))};
}

// A field is shown only where an earlier one has a value it can have.
void check_shown(const YamlNode& place, const Field& f, const std::vector<Field>& before) {
    if (!f.shown_if) return;
    const auto other = std::ranges::find(before, f.shown_if->field, &Field::name);
    if (other == before.end()) return place.fault(fmt::format("{} is shown with {}, which does not come before it", f.name, f.shown_if->field));
    const std::string& value = f.shown_if->equals;
    const bool possible = other->type == "boolean" ? value == "true" || value == "false"
                                                   : std::ranges::find(other->options, value, &Option::value) != other->options.end();
    if (!possible) place.fault(fmt::format("{} never has the value {}", other->name, value));
}

void read_fields(const YamlNode& list, const reference::Reference& reference, Item& item) {
    for (const auto& node : list.list()) {
        Field f = read_field(node, reference);
        if (item.find_field(f.name)) node.fault(fmt::format("the field {} stands twice", f.name));
        if (find_fact_name(f.name) && f.name != "phone" && f.name != "last_employer")
            node.fault(fmt::format("{} is the name of a fact; a field would hide it", f.name));
        check_shown(node, f, item.fields);
        if (f.fixed && item.begun_by.empty()) node.get("fixed").fault(fmt::format("{} is fixed, but the item is begun with its form", f.name));
        if (auto& known = item.names[f.name]; !known.is_field) known = {type_of(f), true};
        item.fields.push_back(std::move(f));
    }
}

void check_reason(const YamlNode& node, const Item& item, const Reason& r) {
    if (r.outcome == "commit" && !item.commitment) node.fault("the outcome is commit, but the item has no commitment");
    if (!r.item.empty() || r.amount) node.fault("only a determination's reasons have an item or an amount");
    if (r.by_officer && r.outcome != "settle" && r.outcome != "refuse") node.fault("an officer settles or refuses");
}

}  // namespace

const Field* Item::find_field(std::string_view field) const {
    for (const auto& f : fields)
        if (f.name == field) return &f;
    return nullptr;
}

bool Item::offers(std::string_view channel) const { return std::ranges::find(channels, channel) != channels.end(); }

Item load_item(const std::string& file, const reference::Reference& reference, const std::vector<std::string_view>& effects,
               std::vector<Named>& named, std::vector<std::string>& faults) {
    const YamlNode root = YamlNode::load(file, faults);
    root.only({"code", "version", "name", "summary", "annex", "clauses", "audience", "begun_by", "channels", "from", "until", "promised", "fields", "decision", "effect",
               "answered", "certificate", "commitment", "contact", "guide", "no_longer_asked", "letters", "opens", "reasons", "settings"});
    Item out;
    read_head(root, file, out);
    out.has_form = true;
    for (const FactName& f : fact_names()) out.names[std::string(f.name)] = {f.type};
    out.annex = root.get("annex").integer(1, 10);
    out.audience = root.get("audience").one_of({"person", "employer", "anybody"});
    if (root.has("begun_by")) out.begun_by = root.get("begun_by").one_of(beginners);
    for (const auto& channel : root.get("channels").list()) out.channels.push_back(channel.one_of(offered_channels));
    const YamlNode promised = root.get("promised");
    promised.only({"days", "unit", "at_once"});
    out.promised = {promised.get("days").integer(0, 365), day_kind(promised.get("unit")), promised.get("at_once", false).boolean()};
    read_fields(root.get("fields"), reference, out);
    read_settings(root.get("settings", false), out);
    out.effect = root.get("effect").one_of(effects);
    out.answered = root.get("answered", false).boolean();
    out.certificate = root.get("certificate", false).boolean();
    if (root.has("commitment")) {
        const YamlNode c = root.get("commitment");
        c.only({"text", "check_days", "check_unit"});
        out.commitment = Commitment{c.get("text").words(), c.get("check_days").integer(1, 3650), day_kind(c.get("check_unit"))};
    }
    out.guide = read_guide(root.get("guide"));
    for (const auto& paper : root.get("no_longer_asked", false).list()) {
        paper.only({"name", "why"});
        out.no_longer_asked.push_back({paper.get("name").words(), paper.get("why").words()});
    }
    for (const auto& [event, letter] : root.get("letters", false).entries()) {
        if (std::ranges::find(events, event) == events.end()) letter.fault(fmt::format("there is no event {}", event));
        out.letters[event] = letter.text();
        named.push_back({Named::Kind::letter, letter.text(), letter.place()});
    }
    for (const auto& opened : root.get("opens", false).list()) {
        out.opens.push_back(opened.text());
        named.push_back({Named::Kind::item, opened.text(), opened.place()});
    }
    read_reasons(root.get("reasons"), out, outcomes, named, [&](const YamlNode& node, const Reason& r) { check_reason(node, out, r); });
    if (root.has("contact")) {
        const YamlNode c = root.get("contact");
        c.only({"days", "unit", "reasons"});
        out.contact = ContactPromise{c.get("days").integer(1, 365), day_kind(c.get("unit")), {}};
        for (const auto& reason : c.get("reasons").list()) {
            out.contact->reasons.push_back(reason.text());
            if (!out.find_reason(reason.text())) reason.fault(fmt::format("there is no reason {}", reason.text()));
        }
    }
    return out;
}

}  // namespace leye::catalog
