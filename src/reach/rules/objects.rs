//! Steps on objects: reading them, freeing them, and putting one's own in their place.

use super::{meanings::has_right, system::owners};
use crate::{
    nt::ObjectKind,
    reach::{
        Claim, Condition, Power,
        ground::{Sink, configured},
        model::{Holds, Way},
    },
};

// E4: reads(o) <- may(o, read).
pub fn read(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for object in &model.subjects {
        if has_right(model, *object, Power::Read) {
            let may = model.may(*object, Power::Read);
            sink.put(&[may], &[], Claim::Reads(*object));
        }
    }
}

// E6b: plants(o) <- wields(T), the application serves write and script there, grants(T, folder of o, ADD_FILE).
//
// Who uploads needs no code on the machine: the request is made with the token of the visitor.
pub fn upload(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for (folder, file, why) in &model.roles.uploads {
        let list = model.objects.list(*folder);
        let both = (
            model.grants.known(list, Power::AddFile),
            model.grants.possible(list, Power::AddFile),
        );
        let grants = |token| Condition::Grants {
            token,
            object: *folder,
            power: Power::AddFile,
        };
        sink.wielding(both, grants, &[], &[configured(why)], Claim::Plants(*file));
    }
}

// E16: free(o) <- wields(T), grants(T,o, WRITE_DAC | WRITE_OWNER) | T holds SeTakeOwnership | SeRestore.
pub fn own_list(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    let owners = owners(model);
    for object in &model.listed {
        let free = Claim::Free(*object);
        for power in [Power::ChangePermissions, Power::TakeOwnership] {
            if has_right(model, *object, power) {
                sink.put(&[Claim::May(*object, power)], &[], free);
            }
        }
        owners.emit(sink, free);
    }
}

// E31: plants(o) <- may(q, DELETE) | may(parent q, DELETE_CHILD), may(parent q, ADD_*), q = o or above o;
//      plants(o) <- may(folder of o, ADD_FILE), o does not exist.
//
// That q may lie above o is the rule `above`; where objects are taken together, the ways of each say it.
pub fn put_in_place(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for id in &model.subjects {
        let object = model.objects.get(*id);
        let Some(folder) = object.folder else {
            continue;
        };
        let plants = Claim::Plants(*id);
        let add = match model.kind(*id) {
            ObjectKind::Folder => Power::AddFolder,
            _ => Power::AddFile,
        };
        let own = [Way {
            goes: *id,
            from: folder,
            add,
        }];
        let ways = match &model.classes {
            Some(classes) => classes.ways(*id),
            None => &own,
        };
        for way in ways {
            let may_add = model.may(way.from, way.add);
            let goes = [
                model.may(way.goes, Power::Delete),
                model.may(way.from, Power::DeleteChild),
            ];
            for goes in goes {
                sink.put(&[goes, may_add], &[], plants);
            }
        }
        if object.absent {
            let absent = (Condition::Absent(*id), Holds::Yes);
            sink.put(&[model.may(folder, add)], &[absent], plants);
        }
    }
}
