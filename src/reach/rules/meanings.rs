//! What words mean: no steps.

use crate::reach::{
    Claim, Condition, ObjectId, Power,
    ground::Sink,
    model::{Model, POWERS, bits_of},
};

/// The rights that change content.
pub const WRITING: [Power; 4] = [
    Power::WriteData,
    Power::Append,
    Power::AddFile,
    Power::AddFolder,
];

/// A rule that says something, and from which nothing new follows here.
pub fn nothing(_: &mut Sink<'_, '_>) {}

/// Whether there is such a right on that object.
pub fn has_right(model: &Model<'_>, object: ObjectId, power: Power) -> bool {
    bits_of(power, model.kind(object)).is_some()
}

// may(o,r) <- wields(T), grants(T,o,r) | free(o).
pub fn may(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for object in &model.listed {
        let object = *object;
        let list = model.objects.list(object);
        for power in POWERS {
            if !has_right(model, object, power) {
                continue;
            }
            let grants = |token| Condition::Grants {
                token,
                object,
                power,
            };
            let both = (
                model.grants.known(list, power),
                model.grants.possible(list, power),
            );
            let may = Claim::May(object, power);
            sink.wielding(both, grants, &[], &[], may);
            sink.put(&[Claim::Free(object)], &[], may);
        }
    }
}

// writes(o) <- may(o, write | append | create) | plants(o).
pub fn writes(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for object in &model.subjects {
        for power in WRITING {
            if has_right(model, *object, power) {
                sink.put(&[model.may(*object, power)], &[], Claim::Writes(*object));
            }
        }
        if model.objects.get(*object).folder.is_some() {
            sink.put(&[Claim::Plants(*object)], &[], Claim::Writes(*object));
        }
    }
}

// plants(o) <- plants(q), q above o.
//
// Where objects are taken together, each knows the ways by the folders above it.
pub fn above(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    if model.classes.is_some() {
        return;
    }
    for object in &model.subjects {
        let folder = model.objects.get(*object).folder;
        // The root of a drive lies in nothing, and cannot be moved.
        let movable = folder.filter(|folder| model.objects.get(*folder).folder.is_some());
        if let Some(folder) = movable {
            sink.put(&[Claim::Plants(folder)], &[], Claim::Plants(*object));
        }
    }
}

// code(any) <- code(P).
pub fn somewhere(sink: &mut Sink<'_, '_>) {
    for (host, _) in sink.model.footprint.ids() {
        sink.put(&[Claim::Code(host)], &[], Claim::CodeSomewhere);
    }
}
