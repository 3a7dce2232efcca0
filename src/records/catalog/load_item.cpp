#include "records/catalog/load_item.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "records/catalog/yaml_node.hpp"
#include "records/reference/reference.hpp"

namespace leye::catalog {
namespace {

const std::vector<std::string_view> field_types = {"text",  "long_text",     "date",            "choice", "choices", "boolean", "area",
                                                   "phone", "document_type", "document_number", "uscc",   "integer", "name"};
const std::vector<std::string_view> outcomes = {"settle", "commit", "correct", "review", "refuse"};
const std::vector<std::string_view> events = {"submitted", "accepted",   "awaiting_correction", "settled",    "refused", "withdrawn",
                                              "objected",  "correction_asked", "answered",     "check_kept", "check_broken"};

reference::DayKind day_kind(const YamlNode& node) {
    return node.one_of({"working", "natural"}) == "natural" ? reference::DayKind::natural : reference::DayKind::working;
}

std::vector<std::string> texts(const YamlNode& node) {
    std::vector<std::string> out;
    for (const auto& item : node.list()) out.push_back(item.text());
    return out;
}

std::vector<Words> sentences(const YamlNode& node) {
    std::vector<Words> out;
    for (const auto& item : node.list()) out.push_back(item.words());
    return out;
}

Date day(const YamlNode& node) {
    const auto date = Date::parse(node.text());
    if (!date) node.fault("a date such as 2026-01-31 is wanted");
    return date.value_or(Date());
}

Field read_field(const YamlNode& node, const reference::Reference& reference) {
    node.only({"name", "type", "label", "hint", "required", "options", "list", "known_from", "shown_if", "length_max"});
    Field out;
    out.name = node.get("name").text();
    out.type = node.get("type").one_of(field_types);
    out.label = node.get("label").words();
    out.hint = node.get("hint", false).words();
    out.required = node.get("required", false).boolean();
    out.known_from = node.get("known_from", false).text();
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
            node.fault(fmt::format("there is no code list {}", list));
    }
    if ((out.type == "choice" || out.type == "choices") && out.options.empty()) node.fault(fmt::format("{} needs options or a list", out.name));
    return out;
}

Guide read_guide(const YamlNode& node) {
    node.only({"who", "steps", "bring", "result", "fee", "where", "time", "law"});
    return {.who = node.get("who").words(), .result = node.get("result").words(), .fee = node.get("fee").words(), .where = node.get("where").words(),
            .time = node.get("time").words(), .steps = sentences(node.get("steps")), .bring = sentences(node.get("bring")), .law = texts(node.get("law"))};
}

Reason read_reason(const YamlNode& node) {
    node.only({"code", "outcome", "sentence", "change", "clause", "by_officer"});
    return {.code = node.get("code").text(), .outcome = node.get("outcome").one_of(outcomes), .sentence = node.get("sentence").words(),
            .change = node.get("change", false).words(), .clause = node.get("clause").text(), .by_officer = node.get("by_officer", false).boolean()};
}

// References inside the item: a field shown only with another, doubled names and codes.
void check_inside(const YamlNode& root, const Item& item) {
    std::set<std::string> names, codes;
    for (const Field& f : item.fields) {
        if (!names.insert(f.name).second) root.fault(fmt::format("the field {} stands twice", f.name));
        if (f.shown_if && !names.contains(f.shown_if->field)) root.fault(fmt::format("{} is shown with {}, which does not come before it", f.name, f.shown_if->field));
    }
    for (const Reason& r : item.reasons)
        if (!codes.insert(r.code).second) root.fault(fmt::format("the reason {} stands twice", r.code));
    const bool commits = std::ranges::any_of(item.reasons, [](const Reason& r) { return r.outcome == "commit"; });
    if (commits && !item.commitment) root.fault("a reason has the outcome commit, but the item has no commitment");
    if (item.annex < 1 || item.annex > 10) root.fault("annex is one of the ten services");
    for (const auto& clause : item.clauses)
        if (!clause.starts_with("6号文(")) root.fault(fmt::format("the clause «{}» is not written as 6号文(十八)", clause));
}

}  // namespace

const Field* Item::find_field(std::string_view field) const {
    for (const auto& f : fields)
        if (f.name == field) return &f;
    return nullptr;
}

const Reason* Item::find_reason(std::string_view wanted) const {
    for (const auto& r : reasons)
        if (r.code == wanted) return &r;
    return nullptr;
}

bool Item::offers(std::string_view channel) const { return std::ranges::find(channels, channel) != channels.end(); }

Item load_item(const std::string& file, const reference::Reference& reference, const std::vector<std::string_view>& effects,
               std::vector<std::string>& faults) {
    const YamlNode root = YamlNode::load(file, faults);
    root.only({"code", "version", "name", "summary", "annex", "clauses", "audience", "channels", "from", "until", "promised", "fields", "decision", "effect",
               "answered", "certificate", "commitment", "guide", "no_longer_asked", "letters", "opens", "reasons"});
    Item out;
    out.code = root.get("code").text();
    out.version = root.get("version").integer(1, 10'000);
    out.name = root.get("name").words();
    out.summary = root.get("summary").words();
    out.annex = root.get("annex").integer(0, 11);
    out.clauses = texts(root.get("clauses"));
    out.audience = root.get("audience").one_of({"person", "employer", "anybody"});
    for (const auto& channel : root.get("channels").list()) out.channels.push_back(channel.one_of({"web", "phone", "window", "hotline", "kiosk"}));
    out.from = day(root.get("from"));
    if (root.has("until")) out.until = day(root.get("until"));
    const YamlNode promised = root.get("promised");
    promised.only({"days", "unit", "at_once"});
    out.promised = {promised.get("days").integer(0, 365), day_kind(promised.get("unit")), promised.get("at_once", false).boolean()};
    for (const auto& field : root.get("fields").list()) out.fields.push_back(read_field(field, reference));
    out.decision = root.get("decision").text();
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
    }
    out.opens = texts(root.get("opens", false));
    for (const auto& reason : root.get("reasons").list()) out.reasons.push_back(read_reason(reason));
    check_inside(root, out);
    return out;
}

}  // namespace leye::catalog
