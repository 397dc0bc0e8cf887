package schedule

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	storagehelpers "k8s.io/component-helpers/storage/volume"

	"kijabi/recorder/bubble"
)

// volumes stands in for the volume controller and the provisioners: what the scheduler chose becomes bound.
type volumes struct {
	ctx    context.Context
	client kubernetes.Interface
}

type volumeOutcome struct {
	bindings    map[string]string // claim -> volume that was there
	provisioned []string          // claims that got a new volume
}

// patience bounds the rounds of binding; a pod has few claims.
const patience = 20

// settle binds what the scheduler decided for a pod until its binding cycle has ended.
func (v volumes) settle(pod *corev1.Pod) (volumeOutcome, error) {
	outcome := volumeOutcome{bindings: map[string]string{}}
	for round := 0; round < patience; round++ {
		bound, err := v.bindChosen(outcome.bindings)
		if err != nil {
			return outcome, err
		}
		provisioned, err := v.provision(pod)
		if err != nil {
			return outcome, err
		}
		if !bound && len(provisioned) == 0 {
			return outcome, nil
		}
		outcome.provisioned = append(outcome.provisioned, provisioned...)
		// The binding cycle looks again every second.
		time.Sleep(2 * time.Second)
		bubble.Settle()
	}
	return outcome, fmt.Errorf("volumes: %w", bubble.ErrStuck)
}

// bindChosen completes the volumes whose claimRef the scheduler has set.
func (v volumes) bindChosen(bindings map[string]string) (bool, error) {
	listed, err := v.client.CoreV1().PersistentVolumes().List(v.ctx, metav1.ListOptions{})
	if err != nil {
		return false, err
	}
	any := false
	for k := range listed.Items {
		volume := &listed.Items[k]
		reference := volume.Spec.ClaimRef
		if reference == nil || !metav1.HasAnnotation(volume.ObjectMeta, storagehelpers.AnnBoundByController) {
			continue
		}
		claim, err := v.client.CoreV1().PersistentVolumeClaims(reference.Namespace).Get(v.ctx, reference.Name, metav1.GetOptions{})
		if err != nil || claim.Spec.VolumeName != "" {
			continue
		}
		if err := v.bind(claim, volume); err != nil {
			return false, err
		}
		bindings[keyOf(claim)] = volume.Name
		any = true
	}
	return any, nil
}

// provision makes a volume for every claim of the pod that the scheduler left to its provisioner.
func (v volumes) provision(pod *corev1.Pod) ([]string, error) {
	var provisioned []string
	for _, each := range pod.Spec.Volumes {
		if each.PersistentVolumeClaim == nil {
			continue
		}
		claim, err := v.client.CoreV1().PersistentVolumeClaims(pod.Namespace).Get(v.ctx, each.PersistentVolumeClaim.ClaimName, metav1.GetOptions{})
		if err != nil {
			continue // the scheduler has refused the pod
		}
		node, selected := claim.Annotations[storagehelpers.AnnSelectedNode]
		if !selected || claim.Spec.VolumeName != "" {
			continue
		}
		volume, err := v.volumeFor(claim, node)
		if err != nil {
			return nil, err
		}
		if volume, err = v.client.CoreV1().PersistentVolumes().Create(v.ctx, volume, metav1.CreateOptions{}); err != nil {
			return nil, err
		}
		if err := v.bind(claim, volume); err != nil {
			return nil, err
		}
		provisioned = append(provisioned, keyOf(claim))
	}
	return provisioned, nil
}

func (v volumes) volumeFor(claim *corev1.PersistentVolumeClaim, nodeName string) (*corev1.PersistentVolume, error) {
	class, err := v.client.StorageV1().StorageClasses().Get(v.ctx, *claim.Spec.StorageClassName, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	node, err := v.client.CoreV1().Nodes().Get(v.ctx, nodeName, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	volume := &corev1.PersistentVolume{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("pvc-%s-%s", claim.Namespace, claim.Name)}}
	volume.Spec.Capacity = corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]}
	volume.Spec.AccessModes = claim.Spec.AccessModes
	volume.Spec.VolumeMode = claim.Spec.VolumeMode
	volume.Spec.StorageClassName = class.Name
	volume.Spec.CSI = &corev1.CSIPersistentVolumeSource{Driver: class.Provisioner, VolumeHandle: volume.Name}
	volume.Spec.ClaimRef = &corev1.ObjectReference{Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID}
	if zone, has := node.Labels[corev1.LabelTopologyZone]; has {
		inZone := corev1.NodeSelectorRequirement{Key: corev1.LabelTopologyZone, Operator: corev1.NodeSelectorOpIn, Values: []string{zone}}
		terms := []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{inZone}}}
		volume.Spec.NodeAffinity = &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{NodeSelectorTerms: terms}}
	}
	return volume, nil
}

// bind does what the volume controller does last.
func (v volumes) bind(claim *corev1.PersistentVolumeClaim, volume *corev1.PersistentVolume) error {
	volume = volume.DeepCopy()
	volume.Status.Phase = corev1.VolumeBound
	volume.Spec.ClaimRef.UID = claim.UID
	if _, err := v.client.CoreV1().PersistentVolumes().Update(v.ctx, volume, metav1.UpdateOptions{}); err != nil {
		return err
	}
	claim = claim.DeepCopy()
	claim.Spec.VolumeName = volume.Name
	claim.Status.Phase = corev1.ClaimBound
	metav1.SetMetaDataAnnotation(&claim.ObjectMeta, storagehelpers.AnnBindCompleted, "yes")
	_, err := v.client.CoreV1().PersistentVolumeClaims(claim.Namespace).Update(v.ctx, claim, metav1.UpdateOptions{})
	return err
}
