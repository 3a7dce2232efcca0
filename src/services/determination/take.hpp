#pragma once
#include <functional>
#include <stop_token>

#include "engine/seal/seal.hpp"
#include "services/determination/snapshot.hpp"

/// What the records know is folded into profiles: of one person, or of everybody as a snapshot.
namespace leye::determination {

/// What the catalogue says about the fold, on one day.
struct FoldTerms {
    int share_min = 100;  ///< how many hundredths of the month before must have arrived from a city before somebody's absence from the newest month says anything
    BenefitTerms benefit;
};
FoldTerms fold_terms_on(const catalog::Catalog& catalog, Date day);
/// The moment as the records had it when `known_batch` was the newest.
Moment find_moment(store::Connection& c, Date today, Instant known_at, int64_t known_batch, const FoldTerms& terms);

/// What is known of one person, merges followed. Fails: Bug for an unknown id. Cost: 5 statements and 3 for each of the household.
Profile gather_profile(store::Connection& c, const Folder& folder, const Dictionary& words, party::PersonId person);

/// How a long work is watched and ended.
struct Watch {
    std::stop_token stop;
    std::function<void(int64_t done, int64_t all)> progress;
};

/// Writes everybody's profiles to `file`. out: its head; nothing where it was stopped. Cost: linear in people, facts and spells;
/// two passes over the profiles, since a household has to be known before any of its members; 24 bytes of memory a household.
std::optional<SnapshotHead> take_snapshot(store::Database& db, const Folder& folder, const Dictionary& words, int64_t known_batch, const std::string& file,
                                          const Watch& watch = {});

/// As take_snapshot, of those alone whose facts batches behind `since_batch` changed, whose spells changed after `since`, who
/// run a business that hired or lost somebody since, and of all who live with them. Cost: linear in these people; a profile each in memory.
std::optional<SnapshotHead> take_changed(store::Database& db, const Folder& folder, const Dictionary& words, int64_t known_batch, int64_t since_batch, Instant since,
                                         const std::string& file, const Watch& watch = {});

}  // namespace leye::determination
