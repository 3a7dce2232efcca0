#include "records/catalog/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "records/catalog/content.hpp"
#include "records/catalog/load_item.hpp"
#include "records/catalog/yaml_node.hpp"
#include "records/reference/reference.hpp"

namespace leye::catalog {
namespace {

void load_letters(const std::string& dir, std::map<std::string, Letter, std::less<>>& into, std::vector<std::string>& faults) {
    for (const auto& file : yaml_files(dir + "/letters", ".yaml", faults))
        for (const auto& [name, node] : YamlNode::load(file, faults).entries())
            if (!into.emplace(name, Letter{name, node.words()}).second) node.fault(fmt::format("the letter {} stands twice", name));
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

}  // namespace

Catalog::Catalog() : content_(std::make_unique<Content>()) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

Catalog Catalog::load(const std::string& dir, const reference::Reference& reference, const std::vector<std::string_view>& effects,
                      std::vector<std::string>& faults) {
    Catalog out;
    Content& c = *out.content_;
    c.dir = dir;
    load_letters(dir, c.letters, faults);
    load_refusals(dir, c.refusals, faults);
    load_services(dir, c.services, faults);
    std::map<std::string, std::string> file_of;
    for (const auto& file : yaml_files(dir + "/items", ".yaml", faults)) {
        auto item = std::make_unique<Item>(load_item(file, reference, effects, faults));
        const auto same = std::ranges::find_if(c.items, [&](const auto& i) { return i->code == item->code && i->version == item->version; });
        if (same != c.items.end()) faults.push_back(fmt::format("{}:1: {} version {} stands twice", file, item->code, item->version));
        file_of[item->code] = file;
        for (const auto& [event, letter] : item->letters)
            if (!c.letters.contains(letter)) faults.push_back(fmt::format("{}:1: there is no letter {}", file, letter));
        if (!c.tables.contains(item->decision)) {
            std::vector<std::string> table_faults;
            if (auto table = load_table(dir, item->decision, table_faults)) c.tables.emplace(item->decision, std::move(table));
            faults.insert(faults.end(), table_faults.begin(), table_faults.end());
        }
        c.items.push_back(std::move(item));
    }
    for (const auto& item : c.items)
        for (const auto& opened : item->opens)
            if (!file_of.contains(opened)) faults.push_back(fmt::format("{}:1: it opens {}, which is no item", file_of[item->code], opened));
    std::ranges::sort(c.items, [](const auto& a, const auto& b) { return std::tie(a->annex, a->code, a->version) < std::tie(b->annex, b->code, b->version); });
    return out;
}

const Item* Catalog::find_item(std::string_view code, Date on) const {
    const Item* best = nullptr;
    for (const auto& item : content_->items)
        if (item->code == code && item->from <= on && (!item->until || on < *item->until) && (!best || best->version < item->version)) best = item.get();
    return best;
}

const Item& Catalog::get_item(std::string_view code, int version) const {
    for (const auto& item : content_->items)
        if (item->code == code && item->version == version) return *item;
    throw Bug(fmt::format("the catalogue lost {} version {}; versions that decided a case must stay", code, version));
}

std::vector<const Item*> Catalog::list_items(Date on) const {
    std::vector<const Item*> out;
    for (const auto& item : content_->items)
        if (find_item(item->code, on) == item.get()) out.push_back(item.get());
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
