#include "records/catalog/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "records/catalog/content.hpp"
#include "records/catalog/fact.hpp"
#include "records/catalog/load_determination.hpp"
#include "records/catalog/load_item.hpp"
#include "records/catalog/yaml_node.hpp"
#include "records/reference/reference.hpp"

namespace leye::catalog {
namespace {

// What whoever sends a letter can fill in.
constexpr std::string_view letter_names[] = {"name", "item", "number", "due_on", "certificate", "sentence", "employer", "code", "minutes", "tail", "determination", "amount"};

void load_letters(const std::string& dir, std::map<std::string, Letter, std::less<>>& into, std::vector<std::string>& faults) {
    for (const auto& file : yaml_files(dir + "/letters", ".yaml", faults))
        for (const auto& [name, node] : YamlNode::load(file, faults).entries()) {
            const Letter letter{name, node.words()};
            for (const auto& used : names_in(letter.text))
                if (std::ranges::find(letter_names, used) == std::end(letter_names)) node.fault(fmt::format("the letter {} names {{{}}}, which nobody fills in", name, used));
            if (!into.emplace(name, letter).second) node.fault(fmt::format("the letter {} stands twice", name));
        }
}

void load_refusals(const std::string& dir, std::map<std::string, RefusalText, std::less<>>& into, std::vector<std::string>& faults) {
    for (const auto& file : yaml_files(dir + "/refusals", ".yaml", faults)) {
        for (const auto& node : YamlNode::load(file, faults).list()) {
            node.only({"code", "status", "zh", "en", "next_zh", "next_en", "clause"});
            RefusalText text{node.get("code").text(), node.get("status").integer(400, 599), {node.get("zh").text(), node.get("en").text()},
                             {node.get("next_zh").text(), node.get("next_en").text()}, node.get("clause", false).text()};
            const std::string code = text.code;
            if (!into.emplace(code, std::move(text)).second) node.fault(fmt::format("the refusal {} stands twice", code));
        }
    }
}

void load_services(const std::string& dir, std::vector<AnnexService>& into, std::vector<std::string>& faults) {
    for (const auto& node : YamlNode::load(dir + "/services.yaml", faults).list()) {
        node.only({"annex", "name", "summary"});
        into.push_back({node.get("annex").integer(1, 10), node.get("name").words(), node.get("summary").words()});
    }
    std::set<int> seen;
    for (const auto& s : into) seen.insert(s.annex);
    if (seen.size() != 10 || into.size() != 10) faults.push_back(dir + "/services.yaml:1: the annex has ten services, each once");
}

// What items name in other files has to be there.
void check_named(const auto& content, const std::vector<Named>& named, std::vector<std::string>& faults) {
    for (const Named& n : named) {
        if (n.kind == Named::Kind::letter && !content.letters.contains(n.name)) faults.push_back(fmt::format("{}: there is no letter {}", n.place, n.name));
        if (n.kind == Named::Kind::item &&
            std::ranges::none_of(content.items, [&](const auto& held) { return held->item.code == n.name; }))
            faults.push_back(fmt::format("{}: there is no item {}", n.place, n.name));
    }
}

// Versions of one thing have their own number and follow each other without sharing a day. in: sorted by code and version.
void check_versions(const std::vector<const Ruled*>& all, std::vector<std::string>& faults) {
    for (size_t i = 1; i < all.size(); ++i) {
        const Ruled &before = *all[i - 1], &next = *all[i];
        if (before.code != next.code) continue;
        if (before.version == next.version)
            faults.push_back(fmt::format("{}:1: {} version {} stands in {} too", next.file, next.code, next.version, before.file));
        else if (!before.until || next.from < *before.until)
            faults.push_back(fmt::format("{}:1: {} version {} begins before version {} ends; give that one «until: {}»", next.file, next.code, next.version,
                                         before.version, next.from.text()));
    }
}

}  // namespace

void Catalog::Content::sort() {
    std::ranges::sort(items, [](const auto& a, const auto& b) {
        return std::tie(a->item.annex, a->item.code, a->item.version) < std::tie(b->item.annex, b->item.code, b->item.version);
    });
    std::ranges::sort(determinations, [](const auto& a, const auto& b) { return std::tie(a->code, a->version) < std::tie(b->code, b->version); });
}

Catalog::Catalog() : content_(std::make_unique<Content>()) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

Catalog Catalog::load(const std::string& dir, const reference::Reference& reference, const std::vector<std::string_view>& effects,
                      std::vector<std::string>& faults) {
    Catalog out;
    Content& c = *out.content_;
    load_letters(dir, c.letters, faults);
    load_refusals(dir, c.refusals, faults);
    load_services(dir, c.services, faults);
    std::vector<Named> named;
    for (const auto& file : yaml_files(dir + "/items", ".yaml", faults)) {
        Item item = load_item(file, reference, effects, named, faults);
        auto rules = load_rules(dir, item, faults);
        c.items.push_back(std::make_shared<const Held>(std::move(item), std::move(rules)));
    }
    c.determinations = load_determinations(dir, named, faults);
    check_named(c, named, faults);
    c.sort();
    std::vector<const Ruled*> items, determinations;
    for (const auto& held : c.items) items.push_back(&held->item);
    for (const auto& d : c.determinations) determinations.push_back(d.get());
    check_versions(items, faults);
    check_versions(determinations, faults);
    for (const Ruled* d : determinations)
        if (std::ranges::find(items, d->code, &Ruled::code) != items.end()) faults.push_back(fmt::format("{}:1: {} is the code of an item", d->file, d->code));
    return out;
}

const Item* Catalog::find_item(std::string_view code, Date on) const {
    const Item* best = nullptr;
    for (const auto& held : content_->items)
        if (const Item& i = held->item; i.code == code && i.from <= on && (!i.until || on < *i.until) && (!best || best->version < i.version)) best = &i;
    return best;
}

const Item* Catalog::find_version(std::string_view code, int version) const {
    for (const auto& held : content_->items)
        if (held->item.code == code && held->item.version == version) return &held->item;
    return nullptr;
}

const Item& Catalog::get_item(std::string_view code, int version) const {
    if (const Item* found = find_version(code, version)) return *found;
    throw Bug(fmt::format("the catalogue lost {} version {}; versions that decided a case must stay", code, version));
}

std::vector<const Item*> Catalog::list_items(Date on) const {
    std::vector<const Item*> out;
    for (const auto& held : content_->items)
        if (find_item(held->item.code, on) == &held->item) out.push_back(&held->item);
    return out;
}

const Ruled* Catalog::find_ruled(std::string_view code, Date on) const {
    if (const Item* item = find_item(code, on)) return item;
    return find_determination(code, on);
}

const Ruled* Catalog::find_ruled(std::string_view code, int version) const {
    if (const Item* item = find_version(code, version)) return item;
    return find_determination(code, version);
}

std::vector<const Ruled*> Catalog::list_ruled(Date on) const {
    std::vector<const Ruled*> out;
    for (const Item* item : list_items(on)) out.push_back(item);
    for (const Determination* d : list_determinations(on)) out.push_back(d);
    return out;
}

const std::vector<AnnexService>& Catalog::services() const { return content_->services; }

const Letter* Catalog::find_letter(std::string_view name) const {
    const auto it = content_->letters.find(name);
    return it == content_->letters.end() ? nullptr : &it->second;
}

const RefusalText* Catalog::find_refusal(std::string_view code) const {
    const auto it = content_->refusals.find(code);
    return it == content_->refusals.end() ? nullptr : &it->second;
}

}  // namespace leye::catalog
