#include "records/catalog/published.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/catalog/content.hpp"
#include "records/catalog/proved.hpp"

namespace leye::catalog {
namespace {

const Item& ruled(const Held& held) { return held.item; }
Item& ruled(Held& held) { return held.item; }
const Determination& ruled(const Determination& d) { return d; }
Determination& ruled(Determination& d) { return d; }

// Each version ends where the next one begins. in: sorted by code and version.
template <class T>
void end_former(std::vector<std::shared_ptr<const T>>& all) {
    for (size_t i = 0; i < all.size(); ++i) {
        const Ruled& one = ruled(*all[i]);
        const auto is_next = [&](const auto& other) {
            return ruled(*other).code == one.code && ruled(*other).version > one.version && ruled(*other).until != ruled(*other).from;
        };
        const auto next = std::find_if(all.begin() + static_cast<ptrdiff_t>(i) + 1, all.end(), is_next);
        if (next == all.end() || (one.until && *one.until <= ruled(**next).from)) continue;
        T ended = *all[i];
        ruled(ended).until = ruled(**next).from;
        all[i] = std::make_shared<const T>(std::move(ended));
    }
}

// The base with the published version's number, days and table. out: faults in `faults`.
template <class R>
std::pair<R, std::shared_ptr<const Rules>> made_of(const R& base, const PublishedVersion& p, const std::string& place, std::vector<std::string>& faults) {
    R out = base;
    out.version = p.version, out.from = p.from;
    out.until = p.withdrawn ? std::optional(p.from) : std::nullopt;
    std::vector<TableFault> found;
    auto rules = read_rules(out, p.dmn, p.cases, found);
    rules->file = place, rules->cases_file = place + ", cases";
    // Proved anew: the folder may say otherwise of a name than when it was published.
    if (found.empty() && !p.withdrawn)
        for (const auto& f : faults_of(rules->table, table::prove(rules->table))) found.push_back({f.rule, "", f.sentence, 1});
    for (const auto& f : found) faults.push_back(fmt::format("{}:{}: {}", place, f.line, f.sentence.en));
    if (!p.withdrawn && out.from <= base.from) faults.push_back(fmt::format("{}: it begins before version {} does", place, p.base));
    return {std::move(out), std::move(rules)};
}

}  // namespace

Catalog Catalog::with(const std::vector<PublishedVersion>& published, std::vector<std::string>& faults) const {
    Catalog out;
    *out.content_ = *content_;
    for (const PublishedVersion& p : published) {
        const std::string place = fmt::format("database, {} version {}", p.item, p.version);
        if (out.find_ruled(p.item, p.version)) {
            faults.push_back(fmt::format("{}: the catalogue's folder has this version too; give the file's item a higher version", place));
            continue;
        }
        const Ruled* base = out.find_ruled(p.item, p.base);
        if (!base) {
            faults.push_back(fmt::format("{}: it stands on version {}, which is missing; versions that decided a case must stay", place, p.base));
            continue;
        }
        if (const Item* item = as_item(*base)) {
            auto [made, rules] = made_of(*item, p, place, faults);
            out.content_->items.push_back(std::make_shared<const Held>(std::move(made), std::move(rules), true));
        } else {
            auto [made, rules] = made_of(*as_determination(*base), p, place, faults);
            made.rules = std::move(rules);
            out.content_->determinations.push_back(std::make_shared<const Determination>(std::move(made)));
        }
    }
    out.content_->sort();
    end_former(out.content_->items);
    end_former(out.content_->determinations);
    return out;
}

std::vector<const Ruled*> Catalog::list_versions(std::string_view code) const {
    std::vector<const Ruled*> out;
    const auto add = [&](const Ruled& one) {
        if (one.code == code && one.until != one.from) out.push_back(&one);
    };
    for (const auto& held : content_->items) add(held->item);
    for (const auto& d : content_->determinations) add(*d);
    return out;
}

}  // namespace leye::catalog
