#include "records/catalog/published.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/catalog/content.hpp"
#include "records/catalog/proved.hpp"

namespace leye::catalog {
namespace {

// Each version ends where the next one begins. in: sorted by code and version.
void end_former(std::vector<std::shared_ptr<const Held>>& items) {
    for (size_t i = 0; i < items.size(); ++i) {
        const auto is_next = [&](const auto& other) {
            return other->item.code == items[i]->item.code && other->item.version > items[i]->item.version && other->item.until != other->item.from;
        };
        const auto next = std::find_if(items.begin() + static_cast<ptrdiff_t>(i) + 1, items.end(), is_next);
        if (next == items.end() || (items[i]->item.until && *items[i]->item.until <= (*next)->item.from)) continue;
        Held ended = *items[i];
        ended.item.until = (*next)->item.from;
        items[i] = std::make_shared<const Held>(std::move(ended));
    }
}

}  // namespace

Catalog Catalog::with(const std::vector<PublishedVersion>& published, std::vector<std::string>& faults) const {
    Catalog out;
    *out.content_ = *content_;
    for (const PublishedVersion& p : published) {
        const std::string place = fmt::format("database, {} version {}", p.item, p.version);
        if (out.find_version(p.item, p.version)) {
            faults.push_back(fmt::format("{}: the catalogue's folder has this version too; give the file's item a higher version", place));
            continue;
        }
        const Item* base = out.find_version(p.item, p.base);
        if (!base) {
            faults.push_back(fmt::format("{}: it stands on version {}, which is missing; versions that decided a case must stay", place, p.base));
            continue;
        }
        Item item = *base;
        item.version = p.version, item.from = p.from;
        item.until = p.withdrawn ? std::optional(p.from) : std::nullopt;
        std::vector<TableFault> found;
        auto rules = read_rules(item, p.dmn, p.cases, found);
        rules->file = place, rules->cases_file = place + ", cases";
        // Proved anew: the folder may say otherwise of a name than when it was published.
        if (found.empty() && !p.withdrawn)
            for (const auto& f : faults_of(rules->table, table::prove(rules->table))) found.push_back({f.rule, "", f.sentence, 1});
        for (const auto& f : found) faults.push_back(fmt::format("{}:{}: {}", place, f.line, f.sentence.en));
        if (!p.withdrawn && item.from <= base->from) faults.push_back(fmt::format("{}: it begins before version {} does", place, p.base));
        out.content_->items.push_back(std::make_shared<const Held>(std::move(item), std::move(rules), true));
    }
    out.content_->sort();
    end_former(out.content_->items);
    return out;
}

std::vector<const Item*> Catalog::list_versions(std::string_view code) const {
    std::vector<const Item*> out;
    for (const auto& held : content_->items)
        if (held->item.code == code && held->item.until != held->item.from) out.push_back(&held->item);
    return out;
}

}  // namespace leye::catalog
